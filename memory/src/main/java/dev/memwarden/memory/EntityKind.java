package dev.memwarden.memory;

import java.util.Locale;

/// What an [Entity] is. Ids are unique per kind and place.
public enum EntityKind {
  /// A conversation that Zep registers before anything is said in it. Its place has the session.
  SESSION,
  /// The working memory of one session, whole (Redis AMS). Its place has session and namespace, the
  /// latter as label.
  WORKING_MEMORY,
  /// What a wire knows about a user apart from memory (Zep). Its place has the user. It says
  /// nothing about who may do what.
  PROFILE,
  /// A named set of documents (Zep). Its place has the name, as label.
  COLLECTION,
  /// What is to be summarised, and how (Redis AMS).
  SUMMARY_VIEW,
  /// One summary of a summary view (Redis AMS).
  PARTITION,
  /// How something that takes a while is coming along.
  TASK;

  /// The word in the store, in lower case: never change one.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
