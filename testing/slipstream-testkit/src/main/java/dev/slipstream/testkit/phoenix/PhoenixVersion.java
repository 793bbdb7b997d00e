package dev.slipstream.testkit.phoenix;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A release of Phoenix, 1.7.4 or later. This class defines how the behavior of releases differs for clients. */
public record PhoenixVersion(int major, int minor, int patch) implements Comparable<PhoenixVersion> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

    private static final PhoenixVersion OLDEST = new PhoenixVersion(1, 7, 4);
    private static final PhoenixVersion LIMITS_CHANNELS_IN_1_7 = new PhoenixVersion(1, 7, 24);
    private static final PhoenixVersion KNOWS_AUTH_TOKENS = new PhoenixVersion(1, 8, 0);
    private static final PhoenixVersion DROPS_STALE_PUSHES = new PhoenixVersion(1, 8, 3);
    private static final PhoenixVersion SAYS_GOING_AWAY = new PhoenixVersion(1, 8, 8);
    private static final PhoenixVersion LIMITS_CHANNELS = new PhoenixVersion(1, 8, 9);
    private static final PhoenixVersion NAMES_THE_CRASH = new PhoenixVersion(1, 8, 10);
    private static final PhoenixVersion TAKES_NULL_JOIN_REF = new PhoenixVersion(1, 8, 12);

    public PhoenixVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException("version " + major + "." + minor + "." + patch
                    + " is not accepted; accepted: numbers of 0 or more");
        }
    }

    /**
     * Parses a version such as {@code 1.8.12}.
     *
     * @throws IllegalArgumentException if the text has another form, or the version is older than 1.7.4
     */
    public static PhoenixVersion of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a version of Phoenix is three numbers such as 1.8.12, not " + text);
        }
        PhoenixVersion version = new PhoenixVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        if (version.compareTo(OLDEST) < 0) {
            throw new IllegalArgumentException("the oldest supported Phoenix is " + OLDEST + ", not " + text);
        }
        return version;
    }

    /** Whether a push with the given join_ref reaches a channel whose join had the stored join_ref. */
    boolean acceptsPush(@Nullable String stored, @Nullable String given) {
        return !isAtLeast(DROPS_STALE_PUSHES) || Objects.equals(stored, given) || acceptsNull(given);
    }

    /** Whether a leave with the given join_ref reaches a channel whose join had the stored join_ref. */
    boolean acceptsLeave(@Nullable String stored, @Nullable String given) {
        // Before 1.8.12, a channel whose join had no join_ref accepts any leave: clients of the format V1 send no
        // join_ref.
        boolean storedNone = stored == null && !isAtLeast(TAKES_NULL_JOIN_REF);
        return storedNone || Objects.equals(stored, given) || acceptsNull(given);
    }

    private boolean acceptsNull(@Nullable String given) {
        return given == null && isAtLeast(TAKES_NULL_JOIN_REF);
    }

    boolean limitsChannels() {
        return isAtLeast(LIMITS_CHANNELS) || (isAtLeast(LIMITS_CHANNELS_IN_1_7) && minor == 7);
    }

    boolean knowsAuthTokens() {
        return isAtLeast(KNOWS_AUTH_TOKENS);
    }

    /** The close code after a {@code disconnect} broadcast. */
    int disconnectCode() {
        return isAtLeast(SAYS_GOING_AWAY) ? 1001 : 1000;
    }

    /** The payload of {@code phx_error}. */
    Map<String, String> crashPayload() {
        return isAtLeast(NAMES_THE_CRASH) ? Map.of("reason", "channel_crash") : Map.of();
    }

    private boolean isAtLeast(PhoenixVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(PhoenixVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
