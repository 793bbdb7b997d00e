package dev.slipstream.system.simulation;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.core.presence.Presences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel handle ({@link Channel}) that the program made. The first handlers of the channel only record what they
 * receive, and stay registered for the whole run.
 */
final class ProgramHandle {

    private final int number;
    private final Channel channel;
    private final Consumer<ProgramEvent> events;
    private final List<ProgramSubscriber> subscribers = new ArrayList<>();
    private @Nullable ChannelPresence view;

    private ProgramHandle(int number, Channel channel, Consumer<ProgramEvent> events) {
        this.number = number;
        this.channel = channel;
        this.events = events;
    }

    /**
     * Wraps a new channel handle, and registers its first handlers. They report to {@code events}.
     *
     * @param hasView whether to make the handle's presence view now, so that the view gets the first state
     */
    static ProgramHandle of(int number, Channel channel, boolean hasView, Consumer<ProgramEvent> events) {
        ProgramHandle made = new ProgramHandle(number, channel, events);
        events.accept(new ProgramEvent.HandleMade(number, channel.topic()));
        if (hasView) {
            made.listen();
        }
        made.observe(hasView);
        return made;
    }

    int number() {
        return number;
    }

    Channel channel() {
        return channel;
    }

    /** The presence view, if it was made. */
    @Nullable
    ChannelPresence view() {
        return view;
    }

    List<ProgramSubscriber> subscribers() {
        return subscribers;
    }

    /** Makes the presence view, unless it was made before, and records the changes that the view reports. */
    ChannelPresence listen() {
        ChannelPresence made = channel.presence();
        if (view == null) {
            view = made;
            made.onChange(
                    change -> events.accept(new ProgramEvent.ChangeTold(number, change, made.find(change.key()))));
            made.onSync(() -> events.accept(new ProgramEvent.SyncTold(number, made.snapshot())));
        }
        return made;
    }

    private void observe(boolean hasView) {
        channel.onAny(message -> events.accept(new ProgramEvent.MessageSeen(
                number, message.topic(), message.event(), PayloadIds.key(message.payload()), snapshot(hasView))));
        channel.onJoin(response ->
                events.accept(new ProgramEvent.JoinSeen(number, PayloadIds.key(response), snapshot(hasView))));
        channel.onLeave(cause -> events.accept(new ProgramEvent.EndSeen(number, channel.isWanted())));
        channel.onError(reason -> events.accept(new ProgramEvent.EndSeen(number, channel.isWanted())));
    }

    private Optional<Presences> snapshot(boolean hasView) {
        return hasView && view != null ? Optional.of(view.snapshot()) : Optional.empty();
    }

    static String text(ChannelMessage message) {
        return message.event() + " " + PayloadIds.key(message.payload());
    }
}
