package dev.slipstream.spring;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Shows unknown properties without their values, because a misspelled property may hold a secret. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("slipstream");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        String unknown = cause.getUnboundProperties().stream()
                .filter(property -> OURS.isAncestorOf(property.getName()))
                .map(UnknownPropertyFailureAnalyzer::described)
                .sorted()
                .collect(Collectors.joining("\n    "));
        return unknown.isEmpty()
                ? null
                : new FailureAnalysis(
                        "Slipstream has no such properties:\n\n    " + unknown,
                        "Correct the names. The properties of a client begin with slipstream.clients.<name>.",
                        cause);
    }

    private static String described(ConfigurationProperty property) {
        return property.getName() + (property.getOrigin() == null ? "" : " in " + property.getOrigin());
    }
}
