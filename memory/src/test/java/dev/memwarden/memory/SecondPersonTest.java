package dev.memwarden.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondPersonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          I love Python programming              | you love Python programming
          My name is Alice.                      | your name is Alice
          I am a nurse and my dog is Rex         | you are a nurse and your dog is Rex
          I live in Rome and am happy            | you live in Rome and are happy
          I'm Alice                              | you're Alice
          I’ve two cats                          | you've two cats
          I was born in May                      | you were born in May
          It was mine                            | it was yours
          Am I late                              | are you late
          Bob gave me a book for myself          | Bob gave you a book for yourself
          I like tea. I hate milk.               | you like tea. You hate milk
          The train leaves at 7 am               | the train leaves at 7 am
          The I/O was slow                       | the I/O was slow
          Mimi's name is Mia                     | Mimi's name is Mia
          Alice prefers tea                      | Alice prefers tea
          Ich mag Käse                           | Ich mag Käse
          """)
  void turns(String said, String turned) {
    assertThat(SecondPerson.of(said)).isEqualTo(turned);
  }
}
