package dev.slipstream.system.fuzz;

/** A property that must hold for any bytes; it throws if it does not. */
public interface Target {

    void accept(byte[] bytes) throws Exception;
}
