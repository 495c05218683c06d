package dev.memwarden.server.dialect.mem0;

import dev.memwarden.auth.Action;
import dev.memwarden.memory.Put;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Parameter;
import dev.memwarden.server.api.Result;

/// What the documents say about the routes of this dialect.
final class Operations {
  private static final Parameter OF_USER =
      new Parameter("user_id", Shapes.ID, "whose; a user means itself");
  private static final Parameter OF_AGENT =
      new Parameter("agent_id", Shapes.ID, "of this agent only");
  private static final Parameter OF_RUN = new Parameter("run_id", Shapes.ID, "of this run only");
  private static final Parameter LIMIT =
      new Parameter("limit", Shapes.LIMIT, "at most this many; by default all");

  private static final String MEMORY =
      """
      {"id": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11", "memory": "I love Python programming",
       "user_id": "alice", "hash": "5d1c…", "metadata": null,
       "created_at": "2026-11-22T12:00:00Z", "updated_at": null%s}\
      """;
  private static final String HIT = MEMORY.formatted(", \"score\": 0.0325");

  private static final Result UNKNOWN =
      new Result(
          404,
          "There is no such memory within your reach.",
          Content.json(Shapes.REFUSAL, "{\"detail\": \"Memory not found\"}"));

  private static final Result FULL =
      new Result(
          409,
          "The user has as many memories as the key allows; nothing was added.",
          Content.json(Shapes.REFUSAL, "{\"detail\": \"" + new Put.Full(1_000).reason() + "\"}"));

  static final Operation HEALTH =
      Operation.of(
          "health",
          "Say that the server answers",
          "It does.",
          Content.json(Shapes.HEALTH, "{\"status\": \"healthy\"}"));

  static final Operation MODELS =
      Operation.of(
          "listModels",
          "List the models at work",
          "Which model searches, and what answers.",
          Content.json(
              Shapes.MODELS,
              """
              {"models": [{"name": "bge-small-en-v1.5-q", "type": "embedder"},
                          {"name": "extractive", "type": "llm"}]}
              """));

  static final Operation TOTALS =
      Operation.of(
          "getTotals",
          "Count everything",
          "How many memories there are, and of how many users.",
          Content.json(Shapes.TOTALS, "{\"total_memories\": 120, \"total_users\": 7}"));

  static final Operation CHAT =
      Operation.of(
              "chat",
              "Answer from memory",
              "An answer, and the memories that it is made of.",
              Content.json(
                  Shapes.ANSWER,
                  """
                  {"response": "Based on your memories, you love Python programming",
                   "memories_used": 1, "memories": [%s], "mode": "extractive"}
                  """
                      .formatted(HIT)))
          .explained(
              "With a language model the answer is its own (`mode` is `llm`); without one, memories are"
                  + " quoted (`extractive`).")
          .needing(Action.CHAT, Action.MEMORY_READ)
          .taking(Shapes.CHAT, "{\"message\": \"What do I love?\", \"user_id\": \"alice\"}");

  static final Operation ADD =
      Operation.of(
              "addMemories",
              "Remember a conversation",
              "What is remembered of it now.",
              Content.json(
                  Shapes.ADDED,
                  """
                  {"added_memories": [{"id": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11",
                                       "memory": "I love Python programming", "event": "ADD"}],
                   "message": "Memories added successfully"}
                  """))
          .explained(
              "What is known in the same place is compared with it only if the key allows"
                  + " `memory:read` there, and forgotten only if it allows `memory:delete`.")
          .needing(Action.MEMORY_WRITE)
          .taking(
              Shapes.ADD,
              """
              {"messages": [{"role": "user", "content": "I love Python programming"}],
               "user_id": "alice"}
              """)
          .or(FULL);

  static final Operation SEARCH =
      Operation.of(
              "searchMemories",
              "Search memories",
              "The nearest, best first.",
              Content.json(Shapes.FOUND, "{\"memories\": [%s], \"total_count\": 1}".formatted(HIT)))
          .needing(Action.MEMORY_READ)
          .taking(
              Shapes.SEARCH, "{\"query\": \"programming\", \"user_id\": \"alice\", \"limit\": 5}");

  static final Operation LIST =
      Operation.of(
              "listMemories",
              "List a user's memories",
              "The memories, newest first.",
              Content.json(
                  Shapes.LISTED,
                  "{\"memories\": [%s], \"total_count\": 1}".formatted(MEMORY.formatted(""))))
          .needing(Action.MEMORY_READ)
          .taking(OF_USER, OF_AGENT, OF_RUN, LIMIT);

  static final Operation UPDATE =
      Operation.of(
              "updateMemory",
              "Change a memory",
              "It has the new text.",
              Content.json(
                  Shapes.UPDATED,
                  """
                  {"message": "Memory updated successfully",
                   "memory_id": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11"}
                  """))
          .needing(Action.MEMORY_WRITE)
          .taking(
              Shapes.UPDATE,
              """
              {"memory_id": "0b8f6a1e-6c1c-4a52-9d57-3f2f7c0f9a11",
               "data": "I love Java programming"}
              """)
          .or(UNKNOWN);

  static final Operation DELETE =
      Operation.of(
              "deleteMemory", "Forget a memory", "It is gone.", done("Memory deleted successfully"))
          .needing(Action.MEMORY_DELETE)
          .taking(
              new Parameter("memory_id", Shapes.ID, "id of the memory"),
              new Parameter("user_id", Shapes.ID, "whose memory it is"))
          .or(UNKNOWN);

  static final Operation DELETE_ALL =
      Operation.of(
              "deleteMemories",
              "Forget a user",
              "All that was meant is gone.",
              done("All memories deleted successfully"))
          .explained("With an agent or a run, only what belongs to it.")
          .needing(Action.MEMORY_DELETE)
          .taking(OF_USER, OF_AGENT, OF_RUN);

  static final Operation RELATIONSHIPS =
      Operation.of(
              "listRelationships",
              "List what is related to a user",
              "The relationships that memories tell of.",
              Content.json(
                  Shapes.RELATIONS,
                  """
                  {"relationships": [{"source": "alice", "relationship": "loves",
                                      "target": "Python programming"}],
                   "total_count": 1}
                  """))
          .needing(Action.MEMORY_READ)
          .taking(OF_USER, OF_AGENT, OF_RUN, LIMIT);

  static final Operation STATS =
      Operation.of(
              "getStats",
              "Count what a user has",
              "How much is remembered.",
              Content.json(
                  Shapes.STATS,
                  """
                  {"user_id": "alice", "total_memories": 12, "total_relationships": 5}
                  """))
          .needing(Action.MEMORY_READ)
          .taking(OF_USER, OF_AGENT, OF_RUN);

  private Operations() {}

  private static Content done(String message) {
    return Content.json(Shapes.DONE, "{\"message\": \"%s\"}".formatted(message));
  }
}
