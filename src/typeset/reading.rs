//! Which files a template may read as text or data.
//!
//! A letter shows pictures; to print what a file says is another thing, and would
//! print whatever lies in `data/` under a picture's name.

use std::sync::LazyLock;

use comemo::Tracked;
use typst::Library;
use typst::diag::{SourceResult, bail};
use typst::engine::Engine;
use typst::foundations::{
    Arg, Args, Binding, Context, Func, NativeFunc as _, NativeFuncData, NativeFuncPtr, PathOrStr,
    Value,
};
use typst::loading::{cbor, csv, json, read, toml, xml, yaml};

/// The file that letters read their client's id from: another one for each letter, and
/// on no disk.
pub const CLIENT_ID: &str = "client-id";

/// The folder whose files templates may read: their own.
const OWN: &str = "templates/";

/// Lets the functions that read files take no others than these. Files that Typst has
/// for other uses (pictures, fonts, programs, themes, lists of literature) it prints as
/// such or not at all.
pub fn restrict_reading(library: &mut Library) {
    let all = [
        read::data(),
        csv::data(),
        json::data(),
        toml::data(),
        yaml::data(),
        cbor::data(),
        xml::data(),
    ];
    for original in all {
        let binding = library.global.scope_mut().get_mut(original.name);
        if let Some(Ok(function)) = binding.map(Binding::write) {
            *function = Value::Func(Func::from(restricted(original)));
        }
    }
    library.std = Binding::detached(library.global.clone());
}

/// The same function for the files that may be read. It lives as long as the program,
/// as the original does.
fn restricted(original: &'static NativeFuncData) -> &'static NativeFuncData {
    let function =
        move |engine: &mut Engine<'_>, context: Tracked<'_, Context<'_>>, args: &mut Args| {
            args.items.iter().try_for_each(refuse)?;
            (original.function.0)(engine, context, args)
        };
    Box::leak(Box::new(NativeFuncData {
        function: NativeFuncPtr(Box::leak(Box::new(function))),
        name: original.name,
        title: original.title,
        docs: original.docs,
        def_site: original.def_site,
        keywords: original.keywords,
        contextual: original.contextual,
        scope: LazyLock::new(Box::leak(Box::new(|| original.scope.clone()))),
        params: LazyLock::new(Box::leak(Box::new(|| original.params.clone()))),
        returns: LazyLock::new(Box::leak(Box::new(|| original.returns.clone()))),
    }))
}

/// Refuses a path to any other file.
fn refuse(argument: &Arg) -> SourceResult<()> {
    let (span, value) = (argument.value.span, &argument.value.v);
    if argument.name.is_some() {
        return Ok(());
    }
    let Ok(path) = value.clone().cast::<PathOrStr>() else { return Ok(()) };
    // What is no path, the function itself tells of.
    let Ok(path) = path.resolve_if_some(span.id()) else { return Ok(()) };
    let path = path.vpath().get_without_slash();
    if path == CLIENT_ID || path.starts_with(OWN) {
        return Ok(());
    }
    bail!(
        span,
        "`{path}` is not read: a template reads `/client-id` and files in `templates/`";
        hint: "show a picture with `image`, and write a text into the facts";
    )
}
