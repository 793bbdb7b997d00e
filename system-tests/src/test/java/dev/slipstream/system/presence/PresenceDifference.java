package dev.slipstream.system.presence;

/** The intended differences between our presences and those of phoenix.js, each with its reason. */
enum PresenceDifference {
    /** A JavaScript object lists keys such as "10" first. Ours lists all keys in order of arrival. */
    KEY_ORDER,
    /** phoenix.js moves a meta to the end if it joins again. Ours keeps its place, because nothing changed. */
    META_ORDER,
    /** phoenix.js tells each step of a state with its queued diffs. Ours tells the difference, so nobody flickers. */
    EACH_STEP,
    /** phoenix.js calls onJoin again for a join that it knows already. Ours tells changes only. */
    JOIN_AGAIN,
    /** phoenix.js calls onLeave for a ref that it does not know. Ours tells changes only. */
    UNKNOWN_LEAVE,
    /** phoenix.js keeps a key that joined without metas. Ours has no key without a meta. */
    KEY_WITHOUT_METAS,
    /** phoenix.js keeps two metas with one ref. With ours, the last counts. */
    REF_TWICE,
    /** phoenix.js keeps old extras of keys whose refs a state does not change. Ours takes those of the state. */
    OLD_EXTRAS,
    /** phoenix.js keeps the old content of refs that a state repeats. Ours takes that of the state. */
    OLD_CONTENT,
    /** phoenix.js applies the queued diffs of an earlier join to the state of a later one. Ours drops them. */
    EARLIER_JOIN,
    /** phoenix.js throws at malformed parts, or stores them. Ours counts and ignores them. */
    MALFORMED
}
