/// Prompts with what is known around a question.
@NullMarked
package dev.memwarden.server.dialect.redisams.prompt;

import org.jspecify.annotations.NullMarked;
