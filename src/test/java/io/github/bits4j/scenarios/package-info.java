/**
 * What systems that live on BITS do with it, each a page to be read from top to bottom: the program
 * as its author would write it, then what happens to it.
 */
package io.github.bits4j.scenarios;
