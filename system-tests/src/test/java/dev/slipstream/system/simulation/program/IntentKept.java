package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.channels.Channel;
import dev.slipstream.core.Socket;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import dev.slipstream.system.simulation.ProgramView;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks each channel after the quiet time. If the program's last call on the channel was a join, the channel is
 * joined, unless the server has refused or ended it since. If the last call was a leave, the channel is not joined, and
 * its handle is no longer in use: the socket does not return this handle for the topic. A handle in use and its client
 * agree on the status of the topic.
 */
final class IntentKept implements ProgramInvariant {

    /** The last call of the program on a handle: what the program wants. */
    private enum Intent {
        JOIN,
        LEAVE,
        /** A call threw, or the channel was refused or ended after a join. The channel may then be joined or not. */
        UNKNOWN
    }

    private final Map<Integer, Intent> intents = new LinkedHashMap<>();
    private final Map<Integer, Integer> joins = new LinkedHashMap<>();

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.JoinAsked(var id, var channel, var isLimited) -> {
                intents.put(channel, Intent.JOIN);
                joins.put(id, channel);
            }
            case ProgramEvent.LeaveAsked(var id, var channel) -> intents.put(channel, Intent.LEAVE);
            case ProgramEvent.CallRefused(var id, var channel, var why) -> intents.put(channel, Intent.UNKNOWN);
            case ProgramEvent.EndSeen(var channel, var isWanted) -> {
                if (!isWanted) {
                    intents.replace(channel, Intent.JOIN, Intent.UNKNOWN);
                }
            }
            case ProgramEvent.JoinEnded(var id, var outcome, var response) -> {
                if (outcome == ProgramEvent.JoinOutcome.FAILED || outcome == ProgramEvent.JoinOutcome.ENDED) {
                    intents.replace(joins.getOrDefault(id, 0), Intent.JOIN, Intent.UNKNOWN);
                }
            }
            default -> {}
        }
    }

    @Override
    public void atRest(ProgramView view) {
        holds(view.isConnected(), "the socket is not connected after the quiet time");
        view.handles().forEach((number, channel) -> check(number, channel, view));
    }

    private void check(int number, Channel channel, ProgramView view) {
        Intent intent = intents.getOrDefault(number, Intent.UNKNOWN);
        if (intent == Intent.JOIN) {
            holds(channel.isWanted(), "channel %s was joined last, but is not wanted", number);
        }
        if (intent == Intent.LEAVE) {
            holds(!channel.isWanted(), "channel %s was left last, but is wanted", number);
            holds(!view.isInUse(number), "channel %s was left last, but is in use", number);
        }
        holds(
                channel.isWanted() == channel.isJoined(),
                "channel %s is %swanted, and %sjoined after the quiet time",
                number,
                channel.isWanted() ? "" : "not ",
                channel.isJoined() ? "" : "not ");
        if (channel.isWanted()) {
            holds(view.isInUse(number), "channel %s is wanted, but another handle is in use", number);
        }
        if (view.isInUse(number)) {
            Socket socket = view.clientSocket();
            String topic = channel.topic();
            holds(
                    socket.isJoined(topic) == channel.isJoined() && socket.isWanted(topic) == channel.isWanted(),
                    "channel %s and its client disagree: %s, joined %s, wanted %s",
                    number,
                    channel,
                    socket.isJoined(topic),
                    socket.isWanted(topic));
        }
    }
}
