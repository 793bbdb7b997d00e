package dev.slipstream.bench.server;

/**
 * The server's counters. The suites compare them with the counts that clients report.
 *
 * @param connections open connections
 * @param joins answered joins
 * @param heartbeats answered heartbeats
 * @param requests answered requests
 * @param held requests left without a reply on purpose
 * @param messages messages written completely
 * @param arrived messages whose arrival the clients have reported
 * @param faults malformed frames and unknown events
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
