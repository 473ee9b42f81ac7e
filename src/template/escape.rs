//! Values as Typst source.
//!
//! The one form in which a value cannot become markup is a string literal. In
//! markup it stands as an expression closed by a semicolon, `#"…";`: without
//! the semicolon a following `(` or `[` would be read as its arguments.

use std::fmt::Write as _;
use std::io::{self, Write};

use tera::{Error, TeraResult, Value};

/// What is said of a value that is not there. Whoever knows the template's text
/// says which value it is.
pub const UNDEFINED: &str = "the value is undefined";

/// Writes a value where Typst reads markup. Tera calls this for every `{{ … }}`.
pub fn write_markup(text: &str, output: &mut dyn Write) -> io::Result<()> {
    write!(output, "#{};", string_literal(text))
}

/// The text as a Typst string literal, with its quotes.
pub fn string_literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '\\' | '"' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(literal, "\\u{{{:x}}}", c as u32);
            }
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// Any value as a Typst literal, for the places where Typst reads code: text,
/// numbers, `true`, `none`, arrays and dictionaries of them.
pub fn literal(value: &Value) -> TeraResult<String> {
    let mut output = String::new();
    write_literal(value, &mut output)?;
    Ok(output)
}

fn write_literal(value: &Value, output: &mut String) -> TeraResult<()> {
    if let Some(text) = value.as_str() {
        output.push_str(&string_literal(text));
    } else if let Some(items) = value.as_array() {
        output.push('(');
        for item in items {
            write_literal(item, output)?;
            output.push(',');
        }
        // An empty array is `()`; one element keeps its comma.
        output.push(')');
    } else if let Some(map) = value.as_map() {
        output.push_str("(:");
        if !map.is_empty() {
            output.pop();
        }
        for (key, value) in map.iter() {
            let Some(key) = key.as_str() else {
                return Err(Error::message("only text can be a key in a Typst dictionary"));
            };
            output.push_str(&string_literal(key));
            output.push(':');
            write_literal(value, output)?;
            output.push(',');
        }
        output.push(')');
    } else if value.is_undefined() {
        return Err(Error::message(UNDEFINED));
    } else if value.is_none() {
        output.push_str("none");
    } else if let Some(value) = value.as_bool() {
        output.push_str(if value { "true" } else { "false" });
    } else if value.is_number() {
        output.push_str(&value.to_string());
    } else {
        return Err(Error::message("this kind of value has no Typst literal"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_the_string_is_escaped() {
        assert_eq!(string_literal("\"; #eval(\"1\")"), r##""\"; #eval(\"1\")""##);
        assert_eq!(string_literal("C:\\Users\\x\n\u{7}"), r#""C:\\Users\\x\n\u{7}""#);
    }

    #[test]
    fn literals_of_every_kind() {
        let value = Value::from_serializable(&serde_json::json!({
            "a": [], "b": ["x"], "c": {}, "d": null, "e": [1, -2, 1.5, true],
        }));
        assert_eq!(
            literal(&value).expect("a literal"),
            r#"("a":(),"b":("x",),"c":(:),"d":none,"e":(1,-2,1.5,true,),)"#
        );
    }
}
