package pando.feed;

import pando.redis.Script;

/// What the Redis server does with lists, each in one step.
///
/// A list is one string: a head, and its entries, oldest first, eight bytes each. The head is, with
/// eight bytes each, the generation that it belongs to; the claim of who fills it, 0 when it is
/// filled; until when that claim holds, in milliseconds as a floating-point number; and the floor.
///
/// Numbers are compared in two halves: those of Lua are exact to 53 bits only, and it compares
/// texts by the language of the machine.
final class ListScripts {
  static final int HEAD_BYTES = 4 * Long.BYTES;

  private static final String COMMON =
      """
      local HEAD = 32
      local NOBODY = string.rep('\\0', 8)
      local generation = redis.call('GET', KEYS[1])

      local function below(a, i, b, j)
        local ahi, alo = struct.unpack('>I4I4', a, i)
        local bhi, blo = struct.unpack('>I4I4', b, j)
        return ahi < bhi or (ahi == bhi and alo < blo)
      end

      local function valid(list)
        return type(list) == 'string' and #list >= HEAD and string.sub(list, 1, 8) == generation
      end

      -- the position of the first entry that is not below another, and whether it is that one
      local function find(list, entry)
        local low, high = 0, (#list - HEAD) / 8
        while low < high do
          local middle = math.floor((low + high) / 2)
          if below(list, HEAD + 1 + 8 * middle, entry, 1) then low = middle + 1
          else high = middle end
        end
        local at = HEAD + 1 + 8 * low
        return at, string.sub(list, at, at + 7) == entry
      end

      -- drops the oldest entries of a list
      local function shed(list, count)
        local first = HEAD + 1 + 8 * count
        return string.sub(list, 1, 24) .. string.sub(list, first, first + 7)
          .. string.sub(list, first)
      end

      """;

  /// Keys: the generation, lists. Arguments: an entry, how many a list holds, how many are shed at
  /// once. Answers one character for each list: 1 where the entry is new.
  static final Script ADD =
      new Script(
          COMMON
              + """
              local entry, most, part = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
              local function add(key)
                local list = redis.pcall('GET', key)
                if not list then return '1' end
                if not valid(list) then redis.call('UNLINK', key) return '1' end
                if below(entry, 1, list, 25) then return '0' end
                local size = (#list - HEAD) / 8
                if size < most and (size == 0 or below(list, #list - 7, entry, 1)) then
                  redis.call('APPEND', key, entry)
                  return '1'
                end
                local at, there = find(list, entry)
                if there then return '0' end
                if size == most then
                  list = shed(list, part)
                  at = at - 8 * part
                end
                local new = not below(entry, 1, list, 25)
                if new then list = string.sub(list, 1, at - 1) .. entry .. string.sub(list, at) end
                redis.call('SET', key, list, 'KEEPTTL')
                return new and '1' or '0'
              end
              local new = {}
              for i = 2, #KEYS do new[i - 1] = add(KEYS[i]) end
              return table.concat(new)
              """);

  /// Keys: the generation, lists. Argument: an entry.
  static final Script REMOVE =
      new Script(
          COMMON
              + """
              for i = 2, #KEYS do
                local list = redis.pcall('GET', KEYS[i])
                if valid(list) then
                  local at, there = find(list, ARGV[1])
                  if there then
                    list = string.sub(list, 1, at - 1) .. string.sub(list, at + 8)
                    redis.call('SET', KEYS[i], list, 'KEEPTTL')
                  end
                end
              end
              """);

  /// Keys: the generation, a list. Arguments: the generation as the caller knows it, the claim, how
  /// long it holds and how long the list is kept, both in milliseconds. Answers the list if it is
  /// filled, 1 if the caller is to fill it, else 0.
  static final Script CLAIM =
      new Script(
          COMMON
              + """
              if generation ~= ARGV[1] then return 0 end
              local time = redis.call('TIME')
              local now = time[1] * 1000 + math.floor(time[2] / 1000)
              local list = redis.pcall('GET', KEYS[2])
              local head = ARGV[1] .. ARGV[2] .. struct.pack('>d', now + ARGV[3])
              if not valid(list) then
                redis.call('SET', KEYS[2], head .. NOBODY, 'PX', ARGV[4])
                return 1
              end
              local claim = string.sub(list, 9, 16)
              if claim == NOBODY then return list end
              if claim == ARGV[2] then return 1 end
              if now < struct.unpack('>d', list, 17) then return 0 end
              redis.call('SET', KEYS[2], head .. string.sub(list, 25), 'KEEPTTL')
              return 1
              """);

  /// Keys: the generation, a list. Arguments: the claim, a floor, entries, how many a list holds,
  /// how long it is kept in milliseconds. Answers the list; nothing if the claim is lost.
  static final Script FILL =
      new Script(
          COMMON
              + """
              local floor, older, most = ARGV[2], ARGV[3], tonumber(ARGV[4])
              local list = redis.pcall('GET', KEYS[2])
              if not valid(list) or string.sub(list, 9, 16) ~= ARGV[1] then return false end
              if below(floor, 1, list, 25) then floor = string.sub(list, 25, 32) end
              local all = {string.sub(list, 1, 8) .. NOBODY .. string.sub(list, 17, 24) .. floor}
              local i, j = HEAD + 1, 1
              while i <= #list or j <= #older do
                local next
                if j > #older or (i <= #list and below(list, i, older, j)) then
                  next = string.sub(list, i, i + 7)
                  i = i + 8
                else
                  next = string.sub(older, j, j + 7)
                  if i <= #list and string.sub(list, i, i + 7) == next then i = i + 8 end
                  j = j + 8
                end
                if not below(next, 1, floor, 1) then all[#all + 1] = next end
              end
              list = table.concat(all)
              if #all - 1 > most then list = shed(list, #all - 1 - most) end
              redis.call('SET', KEYS[2], list, 'PX', ARGV[5])
              return list
              """);

  /// Keys: the generation, a list. Argument: a claim, which holds no longer.
  static final Script RELEASE =
      new Script(
          COMMON
              + """
              local list = redis.pcall('GET', KEYS[2])
              if valid(list) and string.sub(list, 9, 16) == ARGV[1] then
                local head = string.sub(list, 1, 16) .. struct.pack('>d', 0)
                redis.call('SET', KEYS[2], head .. string.sub(list, 25), 'KEEPTTL')
              end
              """);

  private ListScripts() {}
}
