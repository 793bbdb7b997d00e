package dev.slipstream.core.machine;

public final class ClientMachine {}
