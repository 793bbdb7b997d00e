package dev.slipstream.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Shows properties whose value has the wrong type. Spring Boot's own analysis prints the value, which may be a secret,
 * for example of {@code params}. This analyzer prints the value only if the property is a duration or a boolean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WrongValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of(SlipstreamProperties.PREFIX);

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationPropertyName name = cause.getName();
        boolean isOurs = name.equals(OURS) || OURS.isAncestorOf(name);
        return isOurs && findCause(cause, UnboundConfigurationPropertiesException.class) == null
                ? analysis(name, cause)
                : null;
    }

    private FailureAnalysis analysis(ConfigurationPropertyName name, BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        String origin =
                property == null || property.getOrigin() == null ? "" : ", set in " + property.getOrigin() + ",";
        Object value = property == null ? "" : property.getValue();
        String start = "The property " + name + origin + " ";
        Class<?> type = cause.getTarget().getType().toClass();
        if (type == Duration.class) {
            return new FailureAnalysis(
                    start + "is no duration: " + value + ".", "Set a duration, such as 5s or 500ms.", cause);
        }
        if (type == Boolean.class || type == boolean.class) {
            return new FailureAnalysis(
                    start + "is neither true nor false: " + value + ".", "Set true or false.", cause);
        }
        if (Map.class.isAssignableFrom(type)) {
            return new FailureAnalysis(
                    start + "has a value of its own, but it is only the first part of the names of other properties.",
                    "Remove it, and set properties whose names begin with it: " + name + ".<name>=<value>.",
                    cause);
        }
        return new FailureAnalysis(
                start + "has a value that is not accepted.",
                "Correct the value. The names of the properties of a client are " + SlipstreamProperties.CLIENTS
                        + ".<name>.<property>.",
                cause);
    }
}
