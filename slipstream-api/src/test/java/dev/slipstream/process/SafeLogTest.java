package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.users.UsersException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SafeLogTest {

    private static String described(ThrowingCallable code) {
        return SafeLog.described(org.assertj.core.api.Assertions.catchThrowable(code));
    }

    @Test
    void showsMessageOfMisuse() {
        assertThat(described(() -> Backoff.exact(List.of())))
                .isEqualTo("java.lang.IllegalArgumentException: "
                        + "backoff with an empty list is not accepted; accepted: at least one delay");
        assertThat(described(() -> new SocketLineage().last()))
                .isEqualTo("java.lang.NullPointerException: the lineage has no callback");
    }

    @Test
    void showsMessageOfPayloadMismatch() {
        assertThat(SafeLog.described(new PayloadMismatchException("cannot read 2 bytes\nas text")))
                .isEqualTo("dev.slipstream.core.PayloadMismatchException: cannot read 2 bytes\\u000aas text");
    }

    @Test
    void hidesMessageOfUserCode() {
        IllegalStateException thrown = new IllegalStateException("secret");
        thrown.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("example.Lobby", "handleInfo", "Lobby.java", 1)});
        assertThat(SafeLog.described(thrown)).isEqualTo("java.lang.IllegalStateException");
        assertThat(SafeLog.described(new UsersException("secret"))).isEqualTo(UsersException.class.getName());
    }

    @Test
    void distinguishesExceptionsOfUsersObjectsFromBugs() {
        String ours = "dev.slipstream.core.machine.client.Timers";

        assertThat(SafeLog.isOfUser(thrownIn("example.Key", ours))).isTrue();
        assertThat(SafeLog.isOfUser(thrownIn("java.util.Objects", "java.util.HashMap", "example.Key", ours)))
                .isTrue();
        assertThat(SafeLog.isOfUser(thrownIn("dev.slipstreamer.Key", ours))).isTrue();
        assertThat(SafeLog.isOfUser(thrownIn(ours, "example.Lobby"))).isFalse();
        assertThat(SafeLog.isOfUser(thrownIn("jdk.internal.util.Preconditions", "java.util.ArrayList", ours)))
                .isFalse();
        assertThat(SafeLog.isOfUser(thrownIn())).isFalse();
    }

    private static Throwable thrownIn(String... types) {
        Throwable thrown = new IllegalStateException("secret");
        thrown.setStackTrace(Stream.of(types)
                .map(type -> new StackTraceElement(type, "hashCode", "Some.java", 1))
                .toArray(StackTraceElement[]::new));
        return thrown;
    }

    @Test
    void hidesMessageOfAnotherLibrary() {
        Iterator<String> none = List.<String>of().iterator();
        assertThat(described(() -> Integer.parseInt("secret"))).isEqualTo("java.lang.NumberFormatException");
        assertThat(described(none::next)).isEqualTo("java.util.NoSuchElementException");
    }
}
