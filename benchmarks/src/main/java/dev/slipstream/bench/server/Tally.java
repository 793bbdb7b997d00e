package dev.slipstream.bench.server;

/**
 * The server's counters. The suites compare them with the counts that clients report.
 *
 * @param connections currently open
 * @param joins answered
 * @param heartbeats answered
 * @param requests answered
 * @param held requests left without a reply on purpose
 * @param messages written completely
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
