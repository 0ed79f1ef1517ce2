//! See [`carebell_fuzz::bus_event`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| carebell_fuzz::bus_event(data));
