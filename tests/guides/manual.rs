//! The pages of commands in `docs/`, made from the program's own help.

use clap::{Arg, Command};
use oshirase::args::Cli;
use oshirase::messages::Lang;

/// The words that the help has not: heads of tables.
struct Words {
    every_command: &'static str,
    command: &'static str,
    argument: &'static str,
    does: &'static str,
    means: &'static str,
}

const ENGLISH: Words = Words {
    every_command: "These go with every command:",
    command: "Command",
    argument: "Option",
    does: "Does",
    means: "Means",
};

const JAPANESE: Words = Words {
    every_command: "どのコマンドでも使えるオプションです。",
    command: "コマンド",
    argument: "オプション",
    does: "すること",
    means: "意味",
};

/// Every command with its options, as Markdown.
pub fn commands(lang: Lang) -> String {
    let words = match lang {
        Lang::En => &ENGLISH,
        Lang::Ja => &JAPANESE,
    };
    let mut program = Cli::command_in(lang);
    program.build();
    let commands = below(&program);
    let overview = commands.iter().map(|command| {
        let name = name(command);
        [format!("[`{name}`](#{})", name.replace(' ', "-")), about(command)]
    });
    let mut page = table([words.command, words.does], overview);
    page += &format!("\n{}\n\n", words.every_command);
    let everywhere = program.get_arguments().filter(|it| it.is_global_set());
    page += &arguments(words, everywhere);
    for command in commands {
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        page += &format!("\n## `{}`\n\n{}\n\n", name(command), about(command));
        page += &format!("```text\n{usage}\n```\n");
        let own = command.get_arguments().filter(|it| !it.is_global_set());
        let own: Vec<&Arg> = own.filter(|it| it.get_id() != "help").collect();
        if !own.is_empty() {
            page += "\n";
            page += &arguments(words, own);
        }
    }
    page
}

/// The commands that can be run, in their order.
fn below(command: &Command) -> Vec<&Command> {
    let commands = command.get_subcommands().filter(|it| it.get_name() != "help");
    commands.flat_map(|it| if it.has_subcommands() { below(it) } else { vec![it] }).collect()
}

/// What is typed for a command.
fn name(command: &Command) -> &str {
    command.get_bin_name().expect("a command that is built has its name")
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

fn arguments<'a>(words: &Words, arguments: impl IntoIterator<Item = &'a Arg>) -> String {
    let rows = arguments.into_iter().map(|it| [format!("`{}`", spelling(it)), meaning(it)]);
    table([words.argument, words.means], rows)
}

/// `-o, --output <FILE>`, or `[CLIENT]`.
fn spelling(argument: &Arg) -> String {
    let values = argument.get_value_names().unwrap_or_default().iter();
    let value: String = values.map(|it| it.as_str()).collect();
    let short = argument.get_short().map(|it| format!("-{it}, ")).unwrap_or_default();
    match argument.get_long() {
        Some(long) if argument.get_action().takes_values() => format!("{short}--{long} <{value}>"),
        Some(long) => format!("{short}--{long}"),
        None if argument.is_required_set() => format!("<{value}>"),
        None => format!("[{value}]"),
    }
}

/// What the help says of an argument, with what can be chosen and what is taken else.
fn meaning(argument: &Arg) -> String {
    let mut said = argument.get_help().map(ToString::to_string).unwrap_or_default();
    // In Japanese the help itself says the rest, in lines that it breaks by `{n}`.
    if !argument.is_hide_default_value_set() && argument.get_action().takes_values() {
        let defaults = argument.get_default_values().iter();
        said.extend(defaults.map(|it| format!(" [default: {}]", it.to_string_lossy())));
        for value in argument.get_possible_values() {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            said += &format!("<br>`{}`: {help}", value.get_name());
        }
    }
    let said = said.replace("{n}・", "<br>・").replace("{n}（省くと", "<br>（省くと");
    said.replace("{n}", "").replace('|', "\\|")
}

fn table(head: [&str; 2], rows: impl IntoIterator<Item = [String; 2]>) -> String {
    let rows = rows.into_iter().map(|[first, second]| format!("| {first} | {second} |\n"));
    format!("| {} | {} |\n| --- | --- |\n{}", head[0], head[1], rows.collect::<String>())
}
