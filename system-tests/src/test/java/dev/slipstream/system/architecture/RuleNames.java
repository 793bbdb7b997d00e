package dev.slipstream.system.architecture;

import java.util.List;

/** The names of the architecture rules, for tests of pages that name them. */
public final class RuleNames {

    private RuleNames() {}

    public static List<String> all() {
        return Rule.all().stream().map(Rule::name).toList();
    }
}
