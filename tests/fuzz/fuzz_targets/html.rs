//! See [`carebell_fuzz::html`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::html(data));
