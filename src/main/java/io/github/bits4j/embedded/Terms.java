package io.github.bits4j.embedded;

/**
 * By what a queue is run.
 *
 * @param scheduler who may move
 * @param policies how much there may be, and for how long
 * @param conditions what the world lets jobs do
 * @param throttle how fast bytes may come in the background
 */
record Terms(Scheduler scheduler, Policies policies, Conditions conditions, Throttle throttle) {}
