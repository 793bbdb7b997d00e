package dev.slipstream.bench.server;

/**
 * What clients really sent and received, counted here.
 *
 * @param connections open now
 * @param joins taken
 * @param heartbeats answered
 * @param requests taken, each of which was answered
 * @param held requests taken that never are
 * @param messages written to the last byte
 * @param arrived messages of which clients said that they have them
 * @param faults frames that made no sense
 */
public record Tally(
        int connections,
        long joins,
        long heartbeats,
        long requests,
        long held,
        long messages,
        long arrived,
        long faults) {}
