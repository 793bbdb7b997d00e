package dev.slipstream.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The keys of the attributes. This class declares the keys of the semantic conventions itself, because no stable
 * version of the conventions' artifact has all of these keys.
 */
final class SpanAttributes {

    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<String> PROTOCOL = AttributeKey.stringKey("network.protocol.name");
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");

    // The conventions have no names for the following attributes.
    static final AttributeKey<String> CLIENT = AttributeKey.stringKey("slipstream.client");
    static final AttributeKey<Long> CONNECTION = AttributeKey.longKey("slipstream.connection");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("slipstream.attempt");
    static final AttributeKey<String> EVENT = AttributeKey.stringKey("slipstream.event");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("slipstream.outcome");

    private SpanAttributes() {}
}
