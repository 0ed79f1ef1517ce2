//! See [`carebell_fuzz::sms`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::sms(data));
