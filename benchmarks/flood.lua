-- Each request as the next line of the file that REQUESTS names says: method, path, credential.
local requests = {}
local next = 0

function init(arguments)
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path, credential = line:match("^(%S+) (%S+) (%S+)$")
    requests[#requests + 1] = wrk.format(method, path, { ["X-API-Key"] = credential })
  end
  math.randomseed(os.time())
  next = math.random(#requests)
end

function request()
  next = next % #requests + 1
  return requests[next]
end
