//! See [`carebell_fuzz::link`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::link(data));
