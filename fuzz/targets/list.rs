//! See `shared.rs`.

#![no_main]

#[path = "shared.rs"]
#[allow(dead_code, reason = "each target is a program of its own and uses one function")]
mod shared;

libfuzzer_sys::fuzz_target!(|data: &[u8]| shared::list(data));
