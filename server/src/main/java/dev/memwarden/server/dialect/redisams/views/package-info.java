/// Summary views: what is to be summed up, group by group, and what came of it.
@NullMarked
package dev.memwarden.server.dialect.redisams.views;

import org.jspecify.annotations.NullMarked;
