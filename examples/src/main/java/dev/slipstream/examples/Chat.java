package dev.slipstream.examples;

/** The payload of a chat message, {@code {"text": "hello"}}. */
record Chat(String text) {}
