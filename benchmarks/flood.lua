-- Each request with the next key of the file that KEYS names.
local requests = {}
local next = 0

function init(arguments)
  for key in io.lines(os.getenv("KEYS")) do
    requests[#requests + 1] = wrk.format("GET", "/auth/whoami", { ["X-API-Key"] = key })
  end
  math.randomseed(os.time())
  next = math.random(#requests)
end

function request()
  next = next % #requests + 1
  return requests[next]
end
