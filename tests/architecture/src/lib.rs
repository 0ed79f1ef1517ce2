//! Holds the code to its architecture: see the tests.
