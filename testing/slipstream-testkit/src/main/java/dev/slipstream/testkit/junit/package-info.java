/**
 * The test kit in JUnit: a {@link dev.slipstream.testkit.SocketTest} for each test, closed when it ends.
 *
 * <p>Begin with {@link dev.slipstream.testkit.junit.SocketTestExtension}. The only package that needs JUnit Jupiter, 5.10 or
 * later or 6, on the class path or module path, beside that of the transports' contract.
 */
package dev.slipstream.testkit.junit;
