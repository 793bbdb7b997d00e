package dev.slipstream.system.simulation;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.util.Map;

/** The state of a program with channel handles and of its server, for invariants. */
public interface ProgramView {

    /** Whether the socket is connected. */
    boolean isConnected();

    /** The current socket of the client behind the handles. */
    Socket clientSocket();

    /** All handles, by their numbers. */
    Map<Integer, Channel> handles();

    /** All presence views, by the numbers of their handles. */
    Map<Integer, ChannelPresence> views();

    /** Whether the socket returns this handle for its topic. */
    boolean isInUse(int channel);

    /** The presences of a topic on the server, as in {@code presence_state}. */
    Payload presences(String topic);
}
