package dev.slipstream.core.machine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Ref;
import org.junit.jupiter.api.Test;

/** Consecutive joins of one topic, which may end in any order. */
class JoinsTest {

    private static final String TOPIC = "rooms:a";

    private final Joins topics = new Joins();
    private final Join left = join("1");
    private final Join live = join("3");

    private static Join join(String ref) {
        return new Join(new Ref(ref), TOPIC, Secrets.NONE, 0, 0);
    }

    private void joinLeaveJoin() {
        topics.add(left);
        topics.leave(left, new Ref("2"));
        topics.add(live);
    }

    @Test
    void leaveIsPendingBesideLiveJoin() {
        joinLeaveJoin();

        assertThat(topics.isLeaving(TOPIC)).isTrue();
        assertThat(topics.live(TOPIC)).isSameAs(live);

        topics.end(left);

        assertThat(topics.isLeaving(TOPIC)).isFalse();
        assertThat(topics.all()).containsExactly(live);
    }

    @Test
    void leavingJoinStaysWhenNewestEnds() {
        joinLeaveJoin();

        topics.end(live);

        assertThat(topics.isLeaving(TOPIC)).isTrue();
        assertThat(topics.live(TOPIC)).isNull();
        assertThat(topics.all()).containsExactly(left);
        assertThat(topics.leaving("2")).isSameAs(left);
    }

    @Test
    void topicIsRemovedWhenAllJoinsHaveEnded() {
        joinLeaveJoin();
        topics.end(live);
        topics.end(left);

        assertThat(topics.all()).isEmpty();
        assertThat(topics.isLeaving(TOPIC)).isFalse();
        assertThat(topics.find("1")).isNull();
        assertThat(topics.leaving("2")).isNull();

        topics.add(join("4"));

        assertThat(topics.isLeaving(TOPIC)).isFalse();
    }

    @Test
    void endOfTheMiddleJoinKeepsTheOthers() {
        joinLeaveJoin();
        topics.leave(live, new Ref("4"));
        Join newest = join("5");
        topics.add(newest);

        topics.end(live);

        assertThat(topics.all()).containsExactly(left, newest);
        assertThat(topics.endBefore(newest)).containsExactly(left);
        assertThat(topics.all()).containsExactly(newest);
    }
}
