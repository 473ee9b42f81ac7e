//! What the options say of a new project and, on a terminal, the answers to questions.

use dialoguer::Select;

use crate::args::{InitArgs, words};
use crate::beginnings::{Contact, Kind, Office, Signer};
use crate::commands::questions::{Words, ask, stopped};
use crate::diagnostic::Diagnostic;
use crate::messages::{Message, listed};
use crate::report;

/// What a new project is made from.
pub struct Answers {
    /// The office, where it is not another project's.
    pub office: Option<Office>,
    /// The notices, each kind once.
    pub kinds: Vec<Kind>,
}

impl Answers {
    /// From the options; what they do not say is asked for, if anybody is there to answer.
    pub fn of(args: &InitArgs, asks: bool) -> Result<Self, Box<Diagnostic>> {
        if !asks {
            complain(args)?;
        }
        let office = match args.from {
            Some(_) => None,
            None => Some(office(args, asks)?),
        };
        let mut kinds = args.kinds.clone();
        if kinds.is_empty() {
            kinds.push(ask_kind()?);
        }
        kinds.sort_unstable();
        kinds.dedup();
        Ok(Self { office, kinds })
    }
}

/// What the options must say where nobody is asked.
fn complain(args: &InitArgs) -> Result<(), Box<Diagnostic>> {
    let is_new = args.from.is_none();
    let needed = [
        (is_new && args.name.is_none(), Message::NameOption),
        (is_new && args.phone.is_none() && args.email.is_none(), Message::PhoneOrEmailOption),
        (args.kinds.is_empty(), Message::KindOption),
    ];
    let missing: Vec<Message> =
        needed.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, it)| it).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let problem = Diagnostic::error(Message::ProjectNeeds { options: listed(missing) });
    Err(Box::new(problem.hint(Message::GiveOrAsk)))
}

/// The office, asked for what is needed and for what usually stands on a letter.
fn office(args: &InitArgs, asks: bool) -> Result<Office, Box<Diagnostic>> {
    let given = |option: &Option<String>, question: Message| match option {
        Some(text) => Ok(Some(text.clone())),
        None if asks => ask(&question, true, words),
        None => Ok(None),
    };
    let name = match &args.name {
        Some(name) => name.clone(),
        None => ask(&Message::AskOffice, false, words)?.unwrap_or_default(),
    };
    let signer = match given(&args.person, Message::AskSigner)? {
        Some(name) => Some(Signer { title: given(&args.title, Message::AskTitle)?, name }),
        None => None,
    };
    let contact = loop {
        let phone = given(&args.phone, Message::AskPhone)?;
        let email = given(&args.email, Message::AskEmail)?;
        if phone.is_some() || email.is_some() {
            let hours = given(&args.hours, Message::AskHours)?;
            break Contact { phone, email, hours };
        }
        report::say(Message::PhoneOrEmail);
    };
    Ok(Office { name, signer, contact })
}

/// One kind, chosen from the list.
fn ask_kind() -> Result<Kind, Box<Diagnostic>> {
    let chosen = Select::with_theme(&Words)
        .with_prompt(Message::AskKind.to_string())
        .items(Kind::ALL.map(|kind| kind.described().to_string()))
        .default(0)
        .interact()
        .map_err(stopped)?;
    Ok(Kind::ALL.get(chosen).copied().unwrap_or(Kind::Report))
}
