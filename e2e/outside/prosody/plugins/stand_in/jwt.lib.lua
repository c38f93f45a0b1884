-- Opens a signed token (RFC 7519), for the stand-ins only.

local base64 = require "util.encodings".base64;
local hashes = require "util.hashes";
local json = require "util.json";

local has_ossl, pkey = pcall(require, "openssl.pkey");
local _, digest = pcall(require, "openssl.digest");

local function from_base64url(text)
  return base64.decode((text:gsub("[-_]", { ["-"] = "+", ["_"] = "/" })) .. ("="):rep(-#text % 4));
end

local function is_signed(alg, key, signed, signature)
  if alg == "HS256" then
    return hashes.equals(hashes.hmac_sha256(key, signed), signature);
  end
  if not has_ossl then error("RS256 needs luaossl"); end
  return pkey.new(key):verify(signature, digest.new("sha256"):update(signed));
end

local jwt = {};

-- Header, claims, and a function (alg, key) that says whether the signature is right.
function jwt.open(token)
  local signed, head, body, signature = token:match("^(([%w_-]+)%.([%w_-]+))%.([%w_-]+)$");
  if not signed then return nil; end
  local header, claims = json.decode(from_base64url(head)), json.decode(from_base64url(body));
  if type(header) ~= "table" or type(claims) ~= "table" then return nil; end
  return header, claims, function (alg, key)
    return is_signed(alg, key, signed, from_base64url(signature));
  end;
end

return jwt;
