package dev.slipstream.spring;

import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows wrong settings as Spring Boot shows its own: what is wrong, and what to do. */
final class ClientSettingsFailureAnalyzer extends AbstractFailureAnalyzer<ClientSettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ClientSettingsException cause) {
        return new FailureAnalysis(Objects.requireNonNull(cause.getMessage()), cause.action(), cause);
    }
}
