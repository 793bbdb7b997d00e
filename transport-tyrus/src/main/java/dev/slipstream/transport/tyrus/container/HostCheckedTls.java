package dev.slipstream.transport.tyrus.container;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;

/** Makes the TLS engine of one connection. The engine refuses each certificate that is not valid for the host. */
final class HostCheckedTls extends SSLEngineConfigurator {

    private final String host;

    HostCheckedTls(SSLContext context, String host) {
        super(context, true, false, false);
        this.host = host;
    }

    /** Makes the engine for the server's host, even if TCP leads to a proxy. */
    @Override
    public SSLEngine createSSLEngine(String peerHost, int peerPort) {
        SSLEngine engine = super.createSSLEngine(host, peerPort);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // checks the host name (RFC 6455 section 4.1)
        engine.setSSLParameters(parameters);
        return engine;
    }
}
