package dev.slipstream;

import dev.slipstream.core.From;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;

/** The tag of a request that another thread made: its outcome is that thread's, and not the client's. */
record OutsideRequest(From<Reply> from) {

    Socket answered(Reply reply, Socket socket) {
        return socket.answer(from, reply);
    }
}
