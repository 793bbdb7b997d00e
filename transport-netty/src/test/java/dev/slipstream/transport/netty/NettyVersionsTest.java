package dev.slipstream.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** If Netty cannot be linked, the message names the class, the versions found and the version needed. */
class NettyVersionsTest {

    @Test
    void neededVersionIsThatOfThisBuild() {
        assertThat(NettyVersions.found()).isEqualTo("Netty " + NettyVersions.NETTY);
    }

    @Test
    void missingClassAndVersionsAreNamed() {
        LinkageError missing = new NoClassDefFoundError("io/netty/channel/SingleThreadIoEventLoop");

        assertThat(NettyVersions.explained(missing))
                .isEqualTo("cannot link class io.netty.channel.SingleThreadIoEventLoop; found Netty 4.2.20.Final;"
                        + " needed: Netty 4.2.20.Final or later; import io.netty:netty-bom 4.2.20.Final before other BOMs"
                        + " such as Spring Boot's, or use slipstream-transport-jdk if another library needs Netty 4.1");
        assertThat(NettyVersions.explained(new VerifyError("a secret")))
                .startsWith("cannot link the classes of Netty, because java.lang.VerifyError was thrown; found ")
                .doesNotContain("secret");
    }
}
