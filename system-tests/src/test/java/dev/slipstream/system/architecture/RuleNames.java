package dev.slipstream.system.architecture;

import java.util.List;

/** What the rules of the house are called, for pages that name them. */
public final class RuleNames {

    private RuleNames() {}

    public static List<String> all() {
        return Rule.all().stream().map(Rule::name).toList();
    }
}
