/** Needs bits4j and, for a queue that outlives the program, the driver: that is optional in bits4j. */
module consumer {
  requires io.github.bits4j;
  requires org.xerial.sqlitejdbc;
}
