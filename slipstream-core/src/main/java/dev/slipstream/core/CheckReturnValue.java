package dev.slipstream.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks methods and types whose result must be used. For example, each operation on a socket returns a new socket. If a
 * callback does not return the new socket, the operation is lost.
 *
 * <p>Error Prone, SpotBugs and IntelliJ IDEA match this annotation by its simple name.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CheckReturnValue {}
