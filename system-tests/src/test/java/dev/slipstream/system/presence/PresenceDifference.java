package dev.slipstream.system.presence;

/** The intended differences between our presence views and the presences of phoenix.js, each with its reason. */
enum PresenceDifference {
    /** A JavaScript object lists keys such as "10" first. Our view lists all keys in order of arrival. */
    KEY_ORDER,
    /**
     * If a meta joins again, phoenix.js moves it to the end. In our view the meta keeps its place, because nothing
     * changed.
     */
    META_ORDER,
    /**
     * phoenix.js calls handlers for each step: for the state, and for each queued diff. Our view reports only the
     * difference between the lists before and after all steps, so that a user interface does not flicker.
     */
    EACH_STEP,
    /** phoenix.js calls onJoin again for a ref that it knows already. Our view reports only changes. */
    JOIN_AGAIN,
    /** phoenix.js calls onLeave for a ref that it does not know. Our view reports only changes. */
    UNKNOWN_LEAVE,
    /** phoenix.js keeps a key that joined without metas. Our view has no key without a meta. */
    KEY_WITHOUT_METAS,
    /** phoenix.js keeps two metas with one ref. Our view keeps only the last of these metas. */
    REF_TWICE,
    /** If a state keeps a key's refs, phoenix.js keeps the key's old extras. Our view takes the state's extras. */
    OLD_EXTRAS,
    /** If a state repeats a ref, phoenix.js keeps the meta's old content. Our view takes the state's content. */
    OLD_CONTENT,
    /** phoenix.js applies queued diffs of an earlier join to the state of a later join. Our view drops these diffs. */
    EARLIER_JOIN,
    /** phoenix.js throws at malformed parts, or stores them. Our view ignores and counts malformed parts. */
    MALFORMED
}
