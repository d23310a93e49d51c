// Made by npm run bundle, of lib/netbird/management/routes-program.ts and what it imports. Not to be edited.
//
// It contains parts of ipaddr.js 2.5.0:
//
// Copyright (C) 2011-2017 whitequark <whitequark@whitequark.org>
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in
// all copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
// THE SOFTWARE.
//
// It contains parts of zod 4.6.7:
//
// MIT License
//
// Copyright (c) 2025 Colin McDonnell
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/ipaddr.js/lib/ipaddr.js
var require_ipaddr = __commonJS({
  "node_modules/ipaddr.js/lib/ipaddr.js"(exports, module) {
    (function(root) {
      "use strict";
      const ipv4Part = "(0?\\d+|0x[a-f0-9]+)";
      const ipv4Regexes = {
        fourOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}$`, "i"),
        threeOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}$`, "i"),
        twoOctet: new RegExp(`^${ipv4Part}\\.${ipv4Part}$`, "i"),
        longValue: new RegExp(`^${ipv4Part}$`, "i")
      };
      const octalRegex = new RegExp(`^0[0-7]+$`, "i");
      const hexRegex = new RegExp(`^0x[a-f0-9]+$`, "i");
      const zoneIndex = "%[0-9a-z]{1,}";
      const ipv6Part = "(?:[0-9a-f]+::?)+";
      const ipv6Regexes = {
        zoneIndex: new RegExp(zoneIndex, "i"),
        "native": new RegExp(`^(::)?(${ipv6Part})?([0-9a-f]+)?(::)?(${zoneIndex})?$`, "i"),
        deprecatedTransitional: new RegExp(`^(?:::)(${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}(${zoneIndex})?)$`, "i"),
        transitional: new RegExp(`^((?:${ipv6Part})|(?:::)(?:${ipv6Part})?)${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}\\.${ipv4Part}(${zoneIndex})?$`, "i")
      };
      function expandIPv6(string3, parts) {
        if (string3.indexOf("::") !== string3.lastIndexOf("::")) {
          return null;
        }
        let colonCount = 0;
        let lastColon = -1;
        let zoneId = (string3.match(ipv6Regexes.zoneIndex) || [])[0];
        let replacement, replacementCount;
        if (zoneId) {
          zoneId = zoneId.substring(1);
          string3 = string3.replace(/%.+$/, "");
        }
        while ((lastColon = string3.indexOf(":", lastColon + 1)) >= 0) {
          colonCount++;
        }
        if (string3.substr(0, 2) === "::") {
          colonCount--;
        }
        if (string3.substr(-2, 2) === "::") {
          colonCount--;
        }
        if (colonCount >= parts) {
          return null;
        }
        replacementCount = parts - colonCount;
        replacement = ":";
        while (replacementCount--) {
          replacement += "0:";
        }
        string3 = string3.replace("::", replacement);
        if (string3[0] === ":") {
          string3 = string3.slice(1);
        }
        if (string3[string3.length - 1] === ":") {
          string3 = string3.slice(0, -1);
        }
        parts = (function() {
          const ref = string3.split(":");
          const results = [];
          for (let i = 0; i < ref.length; i++) {
            results.push(ref[i].length > 4 ? NaN : parseInt(ref[i], 16));
          }
          return results;
        })();
        return {
          parts,
          zoneId
        };
      }
      function matchCIDR(first, second, partSize, cidrBits) {
        if (first.length !== second.length) {
          throw new Error("ipaddr: cannot match CIDR for objects with different lengths");
        }
        let part = 0;
        let shift;
        while (cidrBits > 0) {
          shift = partSize - cidrBits;
          if (shift < 0) {
            shift = 0;
          }
          if (first[part] >> shift !== second[part] >> shift) {
            return false;
          }
          cidrBits -= partSize;
          part += 1;
        }
        return true;
      }
      function parseIntAuto(string3) {
        if (hexRegex.test(string3)) {
          return parseInt(string3, 16);
        }
        if (string3[0] === "0" && !isNaN(parseInt(string3[1], 10))) {
          if (octalRegex.test(string3)) {
            return parseInt(string3, 8);
          }
          throw new Error(`ipaddr: cannot parse ${string3} as octal`);
        }
        return parseInt(string3, 10);
      }
      function padPart(part, length) {
        while (part.length < length) {
          part = `0${part}`;
        }
        return part;
      }
      const ipaddr2 = {};
      ipaddr2.IPv4 = (function() {
        function IPv4(octets) {
          if (octets.length !== 4) {
            throw new Error("ipaddr: ipv4 octet count should be 4");
          }
          let i, octet;
          for (i = 0; i < octets.length; i++) {
            octet = octets[i];
            if (!(0 <= octet && octet <= 255)) {
              throw new Error("ipaddr: ipv4 octet should fit in 8 bits");
            }
          }
          this.octets = octets;
        }
        IPv4.prototype.SpecialRanges = {
          unspecified: [[new IPv4([0, 0, 0, 0]), 8]],
          broadcast: [[new IPv4([255, 255, 255, 255]), 32]],
          // RFC3171
          multicast: [[new IPv4([224, 0, 0, 0]), 4]],
          // RFC3927
          linkLocal: [[new IPv4([169, 254, 0, 0]), 16]],
          // RFC5735
          loopback: [[new IPv4([127, 0, 0, 0]), 8]],
          // RFC6598
          carrierGradeNat: [[new IPv4([100, 64, 0, 0]), 10]],
          // RFC1918
          "private": [
            [new IPv4([10, 0, 0, 0]), 8],
            [new IPv4([172, 16, 0, 0]), 12],
            [new IPv4([192, 168, 0, 0]), 16]
          ],
          // Reserved and testing-only ranges; RFCs 5735, 5737, 2544, 1700
          reserved: [
            [new IPv4([192, 0, 0, 0]), 24],
            [new IPv4([192, 0, 2, 0]), 24],
            [new IPv4([192, 88, 99, 0]), 24],
            [new IPv4([198, 18, 0, 0]), 15],
            [new IPv4([198, 51, 100, 0]), 24],
            [new IPv4([203, 0, 113, 0]), 24],
            [new IPv4([240, 0, 0, 0]), 4]
          ],
          // RFC7534, RFC7535
          as112: [
            [new IPv4([192, 175, 48, 0]), 24],
            [new IPv4([192, 31, 196, 0]), 24]
          ],
          // RFC7450
          amt: [
            [new IPv4([192, 52, 193, 0]), 24]
          ]
        };
        IPv4.prototype.kind = function() {
          return "ipv4";
        };
        IPv4.prototype.match = function(other, cidrRange) {
          let ref;
          if (cidrRange === void 0) {
            ref = other;
            other = ref[0];
            cidrRange = ref[1];
          }
          if (other.kind() !== "ipv4") {
            throw new Error("ipaddr: cannot match ipv4 address with non-ipv4 one");
          }
          return matchCIDR(this.octets, other.octets, 8, cidrRange);
        };
        IPv4.prototype.prefixLengthFromSubnetMask = function() {
          let cidr = 0;
          let stop = false;
          const zerotable = {
            0: 8,
            128: 7,
            192: 6,
            224: 5,
            240: 4,
            248: 3,
            252: 2,
            254: 1,
            255: 0
          };
          let i, octet, zeros;
          for (i = 3; i >= 0; i -= 1) {
            octet = this.octets[i];
            if (octet in zerotable) {
              zeros = zerotable[octet];
              if (stop && zeros !== 0) {
                return null;
              }
              if (zeros !== 8) {
                stop = true;
              }
              cidr += zeros;
            } else {
              return null;
            }
          }
          return 32 - cidr;
        };
        IPv4.prototype.range = function() {
          return ipaddr2.subnetMatch(this, this.SpecialRanges);
        };
        IPv4.prototype.toByteArray = function() {
          return this.octets.slice(0);
        };
        IPv4.prototype.toIPv4MappedAddress = function() {
          return ipaddr2.IPv6.parse(`::ffff:${this.toString()}`);
        };
        IPv4.prototype.toNormalizedString = function() {
          return this.toString();
        };
        IPv4.prototype.toString = function() {
          return this.octets.join(".");
        };
        return IPv4;
      })();
      ipaddr2.IPv4.broadcastAddressFromCIDR = function(string3) {
        try {
          const cidr = this.parseCIDR(string3);
          const ipInterfaceOctets = cidr[0].toByteArray();
          const subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          const octets = [];
          let i = 0;
          while (i < 4) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) | parseInt(subnetMaskOctets[i], 10) ^ 255);
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv4 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv4.isIPv4 = function(string3) {
        return this.parser(string3) !== null;
      };
      ipaddr2.IPv4.isValid = function(string3) {
        try {
          new this(this.parser(string3));
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv4.isValidCIDR = function(string3) {
        try {
          this.parseCIDR(string3);
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv4.isValidFourPartDecimal = function(string3) {
        if (ipaddr2.IPv4.isValid(string3) && string3.match(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){3}$/)) {
          return true;
        } else {
          return false;
        }
      };
      ipaddr2.IPv4.isValidCIDRFourPartDecimal = function(string3) {
        const match = string3.match(/^(.+)\/(\d+)$/);
        if (!ipaddr2.IPv4.isValidCIDR(string3) || !match) {
          return false;
        }
        return ipaddr2.IPv4.isValidFourPartDecimal(match[1]);
      };
      ipaddr2.IPv4.networkAddressFromCIDR = function(string3) {
        let cidr, i, ipInterfaceOctets, octets, subnetMaskOctets;
        try {
          cidr = this.parseCIDR(string3);
          ipInterfaceOctets = cidr[0].toByteArray();
          subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          octets = [];
          i = 0;
          while (i < 4) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) & parseInt(subnetMaskOctets[i], 10));
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv4 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv4.parse = function(string3) {
        const parts = this.parser(string3);
        if (parts === null) {
          throw new Error("ipaddr: string is not formatted like an IPv4 Address");
        }
        return new this(parts);
      };
      ipaddr2.IPv4.parseCIDR = function(string3) {
        let match;
        if (match = string3.match(/^(.+)\/(\d+)$/)) {
          const maskLength = parseInt(match[2]);
          if (maskLength >= 0 && maskLength <= 32) {
            const parsed = [this.parse(match[1]), maskLength];
            Object.defineProperty(parsed, "toString", {
              value: function() {
                return this.join("/");
              }
            });
            return parsed;
          }
        }
        throw new Error("ipaddr: string is not formatted like an IPv4 CIDR range");
      };
      ipaddr2.IPv4.parser = function(string3) {
        let match, part, value;
        if (match = string3.match(ipv4Regexes.fourOctet)) {
          return (function() {
            const ref = match.slice(1, 6);
            const results = [];
            for (let i = 0; i < ref.length; i++) {
              part = ref[i];
              results.push(parseIntAuto(part));
            }
            return results;
          })();
        } else if (match = string3.match(ipv4Regexes.longValue)) {
          value = parseIntAuto(match[1]);
          if (value > 4294967295 || value < 0) {
            throw new Error("ipaddr: address outside defined range");
          }
          return (function() {
            const results = [];
            let shift;
            for (shift = 0; shift <= 24; shift += 8) {
              results.push(value >> shift & 255);
            }
            return results;
          })().reverse();
        } else if (match = string3.match(ipv4Regexes.twoOctet)) {
          return (function() {
            const ref = match.slice(1, 4);
            const results = [];
            value = parseIntAuto(ref[1]);
            if (value > 16777215 || value < 0) {
              throw new Error("ipaddr: address outside defined range");
            }
            results.push(parseIntAuto(ref[0]));
            results.push(value >> 16 & 255);
            results.push(value >> 8 & 255);
            results.push(value & 255);
            return results;
          })();
        } else if (match = string3.match(ipv4Regexes.threeOctet)) {
          return (function() {
            const ref = match.slice(1, 5);
            const results = [];
            value = parseIntAuto(ref[2]);
            if (value > 65535 || value < 0) {
              throw new Error("ipaddr: address outside defined range");
            }
            results.push(parseIntAuto(ref[0]));
            results.push(parseIntAuto(ref[1]));
            results.push(value >> 8 & 255);
            results.push(value & 255);
            return results;
          })();
        } else {
          return null;
        }
      };
      ipaddr2.IPv4.subnetMaskFromPrefixLength = function(prefix) {
        prefix = parseInt(prefix);
        if (Number.isNaN(prefix) || prefix < 0 || prefix > 32) {
          throw new Error("ipaddr: invalid IPv4 prefix length");
        }
        const octets = [0, 0, 0, 0];
        let j = 0;
        const filledOctetCount = Math.floor(prefix / 8);
        while (j < filledOctetCount) {
          octets[j] = 255;
          j++;
        }
        if (filledOctetCount < 4) {
          octets[filledOctetCount] = Math.pow(2, prefix % 8) - 1 << 8 - prefix % 8;
        }
        return new this(octets);
      };
      ipaddr2.IPv6 = (function() {
        function IPv6(parts, zoneId) {
          let i, part;
          if (parts.length === 16) {
            this.parts = [];
            for (i = 0; i <= 14; i += 2) {
              this.parts.push(parts[i] << 8 | parts[i + 1]);
            }
          } else if (parts.length === 8) {
            this.parts = parts;
          } else {
            throw new Error("ipaddr: ipv6 part count should be 8 or 16");
          }
          for (i = 0; i < this.parts.length; i++) {
            part = this.parts[i];
            if (!(0 <= part && part <= 65535)) {
              throw new Error("ipaddr: ipv6 part should fit in 16 bits");
            }
          }
          if (zoneId) {
            this.zoneId = zoneId;
          }
        }
        IPv6.prototype.SpecialRanges = {
          // RFC4291, here and after
          unspecified: [new IPv6([0, 0, 0, 0, 0, 0, 0, 0]), 128],
          linkLocal: [new IPv6([65152, 0, 0, 0, 0, 0, 0, 0]), 10],
          multicast: [new IPv6([65280, 0, 0, 0, 0, 0, 0, 0]), 8],
          loopback: [new IPv6([0, 0, 0, 0, 0, 0, 0, 1]), 128],
          uniqueLocal: [new IPv6([64512, 0, 0, 0, 0, 0, 0, 0]), 7],
          ipv4Mapped: [new IPv6([0, 0, 0, 0, 0, 65535, 0, 0]), 96],
          // RFC3879
          deprecatedSiteLocal: [new IPv6([65216, 0, 0, 0, 0, 0, 0, 0]), 10],
          // RFC6666
          discard: [new IPv6([256, 0, 0, 0, 0, 0, 0, 0]), 64],
          // RFC6145
          rfc6145: [new IPv6([0, 0, 0, 0, 65535, 0, 0, 0]), 96],
          rfc6052: [
            // RFC6052
            [new IPv6([100, 65435, 0, 0, 0, 0, 0, 0]), 96],
            // RFC8215
            [new IPv6([100, 65435, 1, 0, 0, 0, 0, 0]), 48]
          ],
          // RFC3056
          "6to4": [new IPv6([8194, 0, 0, 0, 0, 0, 0, 0]), 16],
          // RFC6052, RFC6146
          teredo: [new IPv6([8193, 0, 0, 0, 0, 0, 0, 0]), 32],
          // RFC5180
          benchmarking: [new IPv6([8193, 2, 0, 0, 0, 0, 0, 0]), 48],
          // RFC7450
          amt: [new IPv6([8193, 3, 0, 0, 0, 0, 0, 0]), 32],
          as112v6: [
            // RFC7535
            [new IPv6([8193, 4, 274, 0, 0, 0, 0, 0]), 48],
            // RFC7534
            [new IPv6([9760, 79, 32768, 0, 0, 0, 0, 0]), 48]
          ],
          // RFC4843
          deprecatedOrchid: [new IPv6([8193, 16, 0, 0, 0, 0, 0, 0]), 28],
          // RFC7343
          orchid2: [new IPv6([8193, 32, 0, 0, 0, 0, 0, 0]), 28],
          // RFC9374
          droneRemoteIdProtocolEntityTags: [new IPv6([8193, 48, 0, 0, 0, 0, 0, 0]), 28],
          // RFC9602
          segmentRouting: [new IPv6([24320, 0, 0, 0, 0, 0, 0, 0]), 16],
          reserved: [
            // RFC3849
            [new IPv6([8193, 0, 0, 0, 0, 0, 0, 0]), 23],
            // RFC2928
            [new IPv6([8193, 3512, 0, 0, 0, 0, 0, 0]), 32],
            // RFC9637
            [new IPv6([16383, 0, 0, 0, 0, 0, 0, 0]), 20]
          ]
        };
        IPv6.prototype.isIPv4MappedAddress = function() {
          return this.range() === "ipv4Mapped";
        };
        IPv6.prototype.kind = function() {
          return "ipv6";
        };
        IPv6.prototype.match = function(other, cidrRange) {
          let ref;
          if (cidrRange === void 0) {
            ref = other;
            other = ref[0];
            cidrRange = ref[1];
          }
          if (other.kind() !== "ipv6") {
            throw new Error("ipaddr: cannot match ipv6 address with non-ipv6 one");
          }
          return matchCIDR(this.parts, other.parts, 16, cidrRange);
        };
        IPv6.prototype.prefixLengthFromSubnetMask = function() {
          let cidr = 0;
          let stop = false;
          const zerotable = {
            0: 16,
            32768: 15,
            49152: 14,
            57344: 13,
            61440: 12,
            63488: 11,
            64512: 10,
            65024: 9,
            65280: 8,
            65408: 7,
            65472: 6,
            65504: 5,
            65520: 4,
            65528: 3,
            65532: 2,
            65534: 1,
            65535: 0
          };
          let part, zeros;
          for (let i = 7; i >= 0; i -= 1) {
            part = this.parts[i];
            if (part in zerotable) {
              zeros = zerotable[part];
              if (stop && zeros !== 0) {
                return null;
              }
              if (zeros !== 16) {
                stop = true;
              }
              cidr += zeros;
            } else {
              return null;
            }
          }
          return 128 - cidr;
        };
        IPv6.prototype.range = function() {
          return ipaddr2.subnetMatch(this, this.SpecialRanges);
        };
        IPv6.prototype.toByteArray = function() {
          let part;
          const bytes = [];
          const ref = this.parts;
          for (let i = 0; i < ref.length; i++) {
            part = ref[i];
            bytes.push(part >> 8);
            bytes.push(part & 255);
          }
          return bytes;
        };
        IPv6.prototype.toFixedLengthString = function() {
          const addr = (function() {
            const results = [];
            for (let i = 0; i < this.parts.length; i++) {
              results.push(padPart(this.parts[i].toString(16), 4));
            }
            return results;
          }).call(this).join(":");
          let suffix = "";
          if (this.zoneId) {
            suffix = `%${this.zoneId}`;
          }
          return addr + suffix;
        };
        IPv6.prototype.toIPv4Address = function() {
          if (!this.isIPv4MappedAddress()) {
            throw new Error("ipaddr: trying to convert a generic ipv6 address to ipv4");
          }
          const ref = this.parts.slice(-2);
          const high = ref[0];
          const low = ref[1];
          return new ipaddr2.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
        };
        IPv6.prototype.toNormalizedString = function() {
          const addr = (function() {
            const results = [];
            for (let i = 0; i < this.parts.length; i++) {
              results.push(this.parts[i].toString(16));
            }
            return results;
          }).call(this).join(":");
          let suffix = "";
          if (this.zoneId) {
            suffix = `%${this.zoneId}`;
          }
          return addr + suffix;
        };
        IPv6.prototype.toRFC5952String = function() {
          const regex = /((^|:)(0(:|$)){2,})/g;
          let suffix = "";
          if (this.zoneId) {
            suffix = `%${this.zoneId}`;
          }
          const normalized = this.toNormalizedString();
          const string3 = normalized.slice(0, normalized.length - suffix.length);
          let bestMatchIndex = 0;
          let bestMatchLength = -1;
          let bestMatchGroups = -1;
          let match;
          while (match = regex.exec(string3)) {
            const groups = (match[0].match(/0/g) || []).length;
            if (groups > bestMatchGroups) {
              bestMatchGroups = groups;
              bestMatchIndex = match.index;
              bestMatchLength = match[0].length;
            }
          }
          if (bestMatchLength < 0) {
            return string3 + suffix;
          }
          return `${string3.substring(0, bestMatchIndex)}::${string3.substring(bestMatchIndex + bestMatchLength)}${suffix}`;
        };
        IPv6.prototype.toString = function() {
          return this.toRFC5952String();
        };
        return IPv6;
      })();
      ipaddr2.IPv6.broadcastAddressFromCIDR = function(string3) {
        try {
          const cidr = this.parseCIDR(string3);
          const ipInterfaceOctets = cidr[0].toByteArray();
          const subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          const octets = [];
          let i = 0;
          while (i < 16) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) | parseInt(subnetMaskOctets[i], 10) ^ 255);
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv6 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv6.isIPv6 = function(string3) {
        return this.parser(string3) !== null;
      };
      ipaddr2.IPv6.isValid = function(string3) {
        if (typeof string3 === "string" && string3.indexOf(":") === -1) {
          return false;
        }
        try {
          const addr = this.parser(string3);
          new this(addr.parts, addr.zoneId);
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv6.isValidCIDR = function(string3) {
        if (typeof string3 === "string" && string3.indexOf(":") === -1) {
          return false;
        }
        try {
          this.parseCIDR(string3);
          return true;
        } catch {
          return false;
        }
      };
      ipaddr2.IPv6.networkAddressFromCIDR = function(string3) {
        let cidr, i, ipInterfaceOctets, octets, subnetMaskOctets;
        try {
          cidr = this.parseCIDR(string3);
          ipInterfaceOctets = cidr[0].toByteArray();
          subnetMaskOctets = this.subnetMaskFromPrefixLength(cidr[1]).toByteArray();
          octets = [];
          i = 0;
          while (i < 16) {
            octets.push(parseInt(ipInterfaceOctets[i], 10) & parseInt(subnetMaskOctets[i], 10));
            i++;
          }
          return new this(octets);
        } catch (e) {
          throw new Error("ipaddr: the address does not have IPv6 CIDR format", { cause: e });
        }
      };
      ipaddr2.IPv6.parse = function(string3) {
        const addr = this.parser(string3);
        if (addr === null) {
          throw new Error("ipaddr: string is not formatted like an IPv6 Address");
        }
        return new this(addr.parts, addr.zoneId);
      };
      ipaddr2.IPv6.parseCIDR = function(string3) {
        let maskLength, match, parsed;
        if (match = string3.match(/^(.+)\/(\d+)$/)) {
          maskLength = parseInt(match[2]);
          if (maskLength >= 0 && maskLength <= 128) {
            parsed = [this.parse(match[1]), maskLength];
            Object.defineProperty(parsed, "toString", {
              value: function() {
                return this.join("/");
              }
            });
            return parsed;
          }
        }
        throw new Error("ipaddr: string is not formatted like an IPv6 CIDR range");
      };
      ipaddr2.IPv6.parser = function(string3) {
        let addr, i, match, octet, octets, zoneId;
        if (match = string3.match(ipv6Regexes.deprecatedTransitional)) {
          return this.parser(`::ffff:${match[1]}`);
        }
        if (ipv6Regexes.native.test(string3)) {
          return expandIPv6(string3, 8);
        }
        if (match = string3.match(ipv6Regexes.transitional)) {
          zoneId = match[6] || "";
          addr = match[1];
          if (!match[1].endsWith("::")) {
            addr = addr.slice(0, -1);
          }
          addr = expandIPv6(addr + zoneId, 6);
          if (addr && addr.parts) {
            octets = [
              parseInt(match[2]),
              parseInt(match[3]),
              parseInt(match[4]),
              parseInt(match[5])
            ];
            for (i = 0; i < octets.length; i++) {
              octet = octets[i];
              if (!(0 <= octet && octet <= 255)) {
                return null;
              }
            }
            addr.parts.push(octets[0] << 8 | octets[1]);
            addr.parts.push(octets[2] << 8 | octets[3]);
            return {
              parts: addr.parts,
              zoneId: addr.zoneId
            };
          }
        }
        return null;
      };
      ipaddr2.IPv6.subnetMaskFromPrefixLength = function(prefix) {
        prefix = parseInt(prefix);
        if (Number.isNaN(prefix) || prefix < 0 || prefix > 128) {
          throw new Error("ipaddr: invalid IPv6 prefix length");
        }
        const octets = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let j = 0;
        const filledOctetCount = Math.floor(prefix / 8);
        while (j < filledOctetCount) {
          octets[j] = 255;
          j++;
        }
        if (filledOctetCount < 16) {
          octets[filledOctetCount] = Math.pow(2, prefix % 8) - 1 << 8 - prefix % 8;
        }
        return new this(octets);
      };
      ipaddr2.fromByteArray = function(bytes) {
        const length = bytes.length;
        if (length === 4) {
          return new ipaddr2.IPv4(bytes);
        } else if (length === 16) {
          return new ipaddr2.IPv6(bytes);
        } else {
          throw new Error("ipaddr: the binary input is neither an IPv6 nor IPv4 address");
        }
      };
      ipaddr2.isValid = function(string3) {
        return ipaddr2.IPv6.isValid(string3) || ipaddr2.IPv4.isValid(string3);
      };
      ipaddr2.isValidCIDR = function(string3) {
        return ipaddr2.IPv6.isValidCIDR(string3) || ipaddr2.IPv4.isValidCIDR(string3);
      };
      ipaddr2.parse = function(string3) {
        if (ipaddr2.IPv6.isValid(string3)) {
          return ipaddr2.IPv6.parse(string3);
        } else if (ipaddr2.IPv4.isValid(string3)) {
          return ipaddr2.IPv4.parse(string3);
        } else {
          throw new Error("ipaddr: the address has neither IPv6 nor IPv4 format");
        }
      };
      ipaddr2.parseCIDR = function(string3) {
        try {
          return ipaddr2.IPv6.parseCIDR(string3);
        } catch {
          try {
            return ipaddr2.IPv4.parseCIDR(string3);
          } catch (e) {
            throw new Error("ipaddr: the address has neither IPv6 nor IPv4 CIDR format", { cause: e });
          }
        }
      };
      ipaddr2.process = function(string3) {
        const addr = this.parse(string3);
        if (addr.kind() === "ipv6" && addr.isIPv4MappedAddress()) {
          return addr.toIPv4Address();
        } else {
          return addr;
        }
      };
      ipaddr2.subnetMatch = function(address, rangeList, defaultName) {
        let i, rangeName, rangeSubnets, subnet;
        if (defaultName === void 0 || defaultName === null) {
          defaultName = "unicast";
        }
        for (rangeName in rangeList) {
          if (Object.prototype.hasOwnProperty.call(rangeList, rangeName)) {
            rangeSubnets = rangeList[rangeName];
            if (rangeSubnets[0] && !(rangeSubnets[0] instanceof Array)) {
              rangeSubnets = [rangeSubnets];
            }
            for (i = 0; i < rangeSubnets.length; i++) {
              subnet = rangeSubnets[i];
              if (address.kind() === subnet[0].kind() && address.match.apply(address, subnet)) {
                return rangeName;
              }
            }
          }
        }
        return defaultName;
      };
      if (typeof module !== "undefined" && module.exports) {
        module.exports = ipaddr2;
      } else {
        root.ipaddr = ipaddr2;
      }
    })(exports);
  }
});

// lib/netbird/management/routes-program.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { join } from "node:path";

// lib/netbird/management/api-token.ts
import { readFileSync } from "node:fs";
import { inspect } from "node:util";

// lib/refusal/secret-forms.ts
var SETUP_KEY = {
  name: "a setup key (a UUID)",
  pattern: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i
};
var ACCESS_TOKEN = { name: "an access token (nbp_…)", pattern: /nbp_[0-9A-Za-z]{20,}/ };
var FORMS = [SETUP_KEY, ACCESS_TOKEN];
var EVERY_FORM = new RegExp(FORMS.map(({ pattern }) => pattern.source).join("|"), "gi");

// lib/netbird/management/management-error.ts
var ManagementError = class extends Error {
  problem;
  /** What happened, as a sentence. */
  reason;
  /** What to do about it, as a sentence. */
  remedy;
  /** Whether a request that changes something may have been carried out all the same. */
  mayHaveHappened;
  constructor(problem, reason, remedy, { mayHaveHappened = false } = {}) {
    super(`${reason} ${remedy}`);
    this.name = "ManagementError";
    this.problem = problem;
    this.reason = reason;
    this.remedy = remedy;
    this.mayHaveHappened = mayHaveHappened;
  }
};

// lib/netbird/management/api-token.ts
var TOKEN_VARIABLE = "NETBIRD_API_TOKEN";
var ApiToken = class _ApiToken {
  /**
   * Takes the token from a file, or else from the environment. It is never an argument: those are seen by everybody on
   * a machine.
   *
   * @throws ManagementError
   */
  static find(file, environment) {
    const path = file ?? environment[`${TOKEN_VARIABLE}_FILE`];
    if (path !== void 0) return new _ApiToken(readToken(path), `the file ${path}`);
    const text2 = environment[TOKEN_VARIABLE];
    if (text2 === void 0) {
      throw new ManagementError(
        "token",
        "There is no API token.",
        `Write it to a file and name that by --token-file or ${TOKEN_VARIABLE}_FILE, or set ${TOKEN_VARIABLE}.`
      );
    }
    return new _ApiToken(text2, `the variable ${TOKEN_VARIABLE}`);
  }
  /** Where it was found: `the file /mnt/secrets/NETBIRD_API_TOKEN`. */
  source;
  #text;
  /**
   * @param text white space around it is dropped
   * @throws ManagementError for what cannot be a token
   */
  constructor(text2, source) {
    this.#text = text2.trim();
    this.source = source;
    const reason = whyNoToken(this.#text);
    if (reason === void 0) return;
    throw new ManagementError(
      "token",
      `What ${source} holds is no API token: ${reason}.`,
      "Write a personal access token there, as NetBird shows it once when it is made: nbp_…."
    );
  }
  /** The value of the header `Authorization`. */
  authorization() {
    return `Token ${this.#text}`;
  }
  toString() {
    return `[API token of ${this.source}]`;
  }
  toJSON() {
    return this.toString();
  }
  [inspect.custom]() {
    return this.toString();
  }
};
function readToken(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ManagementError(
      "token",
      `The API token cannot be read from ${path} (${error.code}).`,
      "Name a file that exists and is readable; in the cluster, look at the events of the pod."
    );
  }
}
function whyNoToken(text2) {
  if (text2 === "") return "it is empty";
  if (SETUP_KEY.pattern.test(text2)) return "it has the form of a setup key";
  if (/^(token|bearer)\s/i.test(text2)) return "it begins with the word that belongs before it in the header";
  if (!/^[\x21-\x7e]+$/.test(text2)) return "it has characters that a token does not have";
  return void 0;
}

// node_modules/zod/v4/core/util.js
function jsonStringifyReplacer(_, value) {
  if (typeof value === "bigint")
    return value.toString();
  return value;
}
var Cached = class {
  constructor(getter) {
    this._getter = getter;
    this._value = void 0;
  }
  get value() {
    const getter = this._getter;
    if (getter !== void 0) {
      this._value = getter();
      this._getter = void 0;
    }
    return this._value;
  }
};
function cached(getter) {
  return new Cached(getter);
}
function cleanRegex(source) {
  const start = source.startsWith("^") ? 1 : 0;
  const end = source.endsWith("$") ? source.length - 1 : source.length;
  return source.slice(start, end);
}
function assignProp(target, prop, value) {
  Object.defineProperty(target, prop, {
    value,
    writable: true,
    enumerable: true,
    configurable: true
  });
}
var captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {
};
function isObject(data) {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
function isPlainObject(o) {
  if (isObject(o) === false)
    return false;
  const ctor = o.constructor;
  if (ctor === void 0)
    return true;
  if (typeof ctor !== "function")
    return true;
  const prot = ctor.prototype;
  if (isObject(prot) === false)
    return false;
  if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) {
    return false;
  }
  return true;
}
function shallowClone(o) {
  if (isPlainObject(o))
    return { ...o };
  if (Array.isArray(o))
    return [...o];
  if (o instanceof Map)
    return new Map(o);
  if (o instanceof Set)
    return new Set(o);
  return o;
}
function clone(inst, def, params) {
  const cl = new inst._zod.constr(def ?? inst._zod.def);
  if (!def || params?.parent)
    cl._zod.parent = inst;
  return cl;
}
function normalizeParams(_params) {
  const params = _params;
  if (!params)
    return {};
  if (typeof params === "string")
    return { error: () => params };
  if (params?.message !== void 0) {
    if (params?.error !== void 0)
      throw new Error("Cannot specify both `message` and `error` params");
    params.error = params.message;
  }
  delete params.message;
  if (typeof params.error === "string")
    return { ...params, error: () => params.error };
  return params;
}
function optionalKeys(shape) {
  return Object.keys(shape).filter((k) => {
    return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
  });
}
function aborted(x, startIndex = 0) {
  if (x.aborted === true)
    return true;
  for (let i = startIndex; i < x.issues.length; i++) {
    if (x.issues[i]?.continue !== true) {
      return true;
    }
  }
  return false;
}
function explicitlyAborted(x, startIndex = 0) {
  if (x.aborted === true)
    return true;
  for (let i = startIndex; i < x.issues.length; i++) {
    if (x.issues[i]?.continue === false) {
      return true;
    }
  }
  return false;
}
function prefixIssues(path, issues) {
  return issues.map((iss) => {
    var _a2;
    (_a2 = iss).path ?? (_a2.path = []);
    iss.path.unshift(path);
    return iss;
  });
}
function unwrapMessage(message) {
  return typeof message === "string" ? message : message?.message;
}
function sizeCaps(defChecks) {
  const caps = [];
  for (const ch of defChecks ?? []) {
    const d = ch._zod.def;
    if (!/_(length|size)$|_equals$/.test(d.check))
      break;
    const max = d.maximum ?? d.length ?? d.size;
    if (max >= 0)
      caps.push([max, ch]);
  }
  return caps;
}
function attachSchema(issues, start, inst) {
  var _a2;
  for (let i = start; i < issues.length; i++) {
    (_a2 = issues[i]).schema ?? (_a2.schema = inst);
  }
}
function finalizeIssue(iss, ctx, config2) {
  var _a2;
  const traits = iss.inst?._zod?.traits;
  if (traits?.has("$ZodType")) {
    if (traits.has("$ZodCheck"))
      (_a2 = iss).schema ?? (_a2.schema = iss.inst);
    else
      iss.schema = iss.inst;
  }
  const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
  const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config2.customError?.(iss)) ?? unwrapMessage(config2.localeError?.(iss)) ?? "Invalid input";
  const full = {};
  for (const k of Object.keys(iss)) {
    if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__")
      continue;
    full[k] = iss[k];
  }
  full.path ?? (full.path = []);
  full.message = message;
  if (ctx?.reportInput) {
    full.input = iss.input;
  }
  return full;
}
function issue(...args) {
  const [iss, input, inst] = args;
  if (typeof iss === "string") {
    return {
      message: iss,
      code: "custom",
      input,
      inst
    };
  }
  return { ...iss };
}
function members(proto, table) {
  for (const key in table) {
    const desc = Object.getOwnPropertyDescriptor(table, key);
    if (desc.get)
      Object.defineProperty(proto, key, { ...desc, enumerable: false });
    else
      defineBound(proto, key, desc.value);
  }
}
function own(inst, key, value, enumerable = true) {
  Object.defineProperty(inst, key, { configurable: true, writable: true, enumerable, value });
  return value;
}
function hide(inst, key, value) {
  return own(inst, key, value, false);
}
function defineBound(proto, key, fn) {
  Object.defineProperty(proto, key, {
    configurable: true,
    get() {
      return this == null ? fn : own(this, key, fn.bind(this));
    },
    set(value) {
      own(this, key, value);
    }
  });
}
function claim(inst, sentinel) {
  const proto = Object.getPrototypeOf(inst);
  return sentinel in proto ? void 0 : proto;
}
var installing;
var broke = false;
var breaker = {
  configurable: true,
  get() {
    broke = true;
    return void 0;
  }
};
function defineLazyInternal(inst, key, compute) {
  const proto = Object.getPrototypeOf(inst._zod);
  if (key in proto && installing !== inst._zod) {
    installing = void 0;
    return;
  }
  installing = inst._zod;
  Object.defineProperty(proto, key, {
    configurable: true,
    get() {
      Object.defineProperty(this, key, breaker);
      const outer = broke;
      broke = false;
      try {
        const value = compute(this);
        if (broke)
          delete this[key];
        else
          Object.defineProperty(this, key, { configurable: true, writable: true, value });
        broke = broke || outer;
        return value;
      } catch (err) {
        delete this[key];
        broke = broke || outer;
        throw err;
      }
    },
    set(value) {
      Object.defineProperty(this, key, { configurable: true, writable: true, value });
    }
  });
}
function installLazyProp(inst, key, make, enumerable) {
  const proto = claim(inst, key);
  if (!proto)
    return;
  Object.defineProperty(proto, key, {
    configurable: true,
    get() {
      const desc = { configurable: true, writable: true, enumerable, value: void 0 };
      Object.defineProperty(this, key, desc);
      desc.value = make(this);
      Object.defineProperty(this, key, desc);
      return desc.value;
    },
    set(value) {
      Object.defineProperty(this, key, { configurable: true, writable: true, enumerable, value });
    }
  });
}

// node_modules/zod/v4/core/core.js
var _a;
var _zodDesc = { value: void 0, enumerable: false };
var _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
  const E = _E;
  if (E) {
    const saved = E.stackTraceLimit;
    if (typeof saved === "number") {
      try {
        E.stackTraceLimit = 0;
      } catch {
        _E = null;
        return new Definition();
      }
      try {
        return new Definition();
      } finally {
        E.stackTraceLimit = saved;
      }
    }
  }
  return new Definition();
}
// @__NO_SIDE_EFFECTS__
function $constructor(name, initializer2, proto, params) {
  const zodProto = {};
  function Internals(def) {
    this.def = def;
    this.constr = _;
    this.traits = /* @__PURE__ */ new Set();
  }
  Internals.prototype = zodProto;
  const protoMembers = proto;
  const initialized = protoMembers && /* @__PURE__ */ new WeakSet();
  function init(inst, def) {
    if (!inst._zod) {
      _zodDesc.value = new Internals(def);
      try {
        Object.defineProperty(inst, "_zod", _zodDesc);
      } finally {
        _zodDesc.value = void 0;
      }
    } else if (inst._zod.traits.has(name)) {
      return;
    }
    inst._zod.traits.add(name);
    initializer2(inst, def);
    if (initialized) {
      const own2 = Object.getPrototypeOf(inst);
      const ctorProto = inst._zod.constr.prototype;
      let up = own2;
      while (up && up !== ctorProto)
        up = Object.getPrototypeOf(up);
      const target = up ?? own2;
      if (!initialized.has(target)) {
        initialized.add(target);
        members(target, protoMembers);
      }
    }
    const proto2 = _.prototype;
    for (const k in proto2) {
      if (!Object.prototype.hasOwnProperty.call(proto2, k))
        continue;
      if (!(k in inst)) {
        inst[k] = proto2[k].bind(inst);
      }
    }
  }
  const Parent = params?.Parent ?? Object;
  class Definition extends Parent {
  }
  Object.defineProperty(Definition, "name", { value: name });
  function _(def) {
    const inst = params?.Parent ? newError(Definition) : this;
    init(inst, def);
    const deferred = inst._zod.deferred;
    if (deferred) {
      for (const fn of deferred) {
        fn();
      }
      inst._zod.deferred = void 0;
    }
    const pp = globalThis.__zod_globalConfig?.postProcessor;
    if (pp)
      pp(inst);
    return inst;
  }
  Object.defineProperty(_, "init", { value: init });
  Object.defineProperty(_, Symbol.hasInstance, {
    value: (inst) => {
      if (params?.Parent && inst instanceof params.Parent)
        return true;
      return inst?._zod?.traits?.has(name);
    }
  });
  Object.defineProperty(_, "name", { value: name });
  return _;
}
var $ZodAsyncError = class extends Error {
  constructor() {
    super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
  }
};
var $ZodEncodeError = class extends Error {
  constructor(name) {
    super(`Encountered unidirectional transform during encode: ${name}`);
    this.name = "ZodEncodeError";
  }
};
(_a = globalThis).__zod_globalConfig ?? (_a.__zod_globalConfig = {});
var globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
  if (newConfig)
    Object.assign(globalConfig, newConfig);
  return globalConfig;
}

// node_modules/zod/v4/core/errors.js
function _getMessage() {
  const internals = this._zod;
  internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
  return internals.message;
}
function _setMessage(value) {
  this._zod.message = value;
}
var _messageDesc = {
  get: _getMessage,
  set: _setMessage,
  enumerable: true,
  configurable: true
};
var _issuesDesc = { value: void 0, enumerable: false };
var _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
var initializer = (inst, def) => {
  inst.name = "$ZodError";
  _issuesDesc.value = def;
  Object.defineProperty(inst, "issues", _issuesDesc);
  _issuesDesc.value = void 0;
  Object.defineProperty(inst, "message", _messageDesc);
  const proto = Object.getPrototypeOf(inst);
  if (!_installedToString.has(proto)) {
    _installedToString.add(proto);
    Object.defineProperty(proto, "toString", {
      configurable: true,
      enumerable: false,
      get() {
        const value = () => this.message;
        Object.defineProperty(this, "toString", { value, configurable: true, writable: true });
        return value;
      },
      set(value) {
        Object.defineProperty(this, "toString", { value, configurable: true, writable: true });
      }
    });
  }
};
var $ZodError = $constructor("$ZodError", initializer);
var $ZodRealError = $constructor("$ZodError", initializer, void 0, {
  Parent: Error
});

// node_modules/zod/v4/core/parse.js
var _parse = (_Err) => {
  const fn = (schema2, value, _ctx, _params) => {
    const ctx = _ctx ? { ..._ctx, async: false } : { async: false };
    const result = schema2._zod.run({ value, issues: [] }, ctx);
    if (result instanceof Promise) {
      throw new $ZodAsyncError();
    }
    if (result.issues.length) {
      const e = new (_params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
      captureStackTrace(e, _params?.callee ?? fn);
      throw e;
    }
    return result.value;
  };
  return fn;
};
var parse = /* @__PURE__ */ _parse($ZodRealError);
var _parseAsync = (_Err) => {
  const fn = async (schema2, value, _ctx, params) => {
    const ctx = _ctx ? { ..._ctx, async: true } : { async: true };
    let result = schema2._zod.run({ value, issues: [] }, ctx);
    if (result instanceof Promise)
      result = await result;
    if (result.issues.length) {
      const e = new (params?.Err ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
      captureStackTrace(e, params?.callee ?? fn);
      throw e;
    }
    return result.value;
  };
  return fn;
};
var parseAsync = /* @__PURE__ */ _parseAsync($ZodRealError);
var _safeParse = (_Err) => (schema2, value, _ctx) => {
  const ctx = _ctx ? { ..._ctx, async: false } : { async: false };
  const result = schema2._zod.run({ value, issues: [] }, ctx);
  if (result instanceof Promise) {
    throw new $ZodAsyncError();
  }
  return result.issues.length ? failure(_Err, result.issues, ctx) : { success: true, data: result.value };
};
var safeParse = /* @__PURE__ */ _safeParse($ZodRealError);
function failure(Err, issues, ctx) {
  let error;
  return {
    success: false,
    get error() {
      if (!error) {
        error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
        issues = void 0;
        ctx = void 0;
      }
      return error;
    },
    set error(e) {
      error = e;
      issues = void 0;
      ctx = void 0;
    }
  };
}
var _safeParseAsync = (_Err) => async (schema2, value, _ctx) => {
  const ctx = _ctx ? { ..._ctx, async: true } : { async: true };
  let result = schema2._zod.run({ value, issues: [] }, ctx);
  if (result instanceof Promise)
    result = await result;
  return result.issues.length ? failure(_Err, result.issues, ctx) : { success: true, data: result.value };
};
var safeParseAsync = /* @__PURE__ */ _safeParseAsync($ZodRealError);

// node_modules/zod/v4/core/regexes.js
var anyString = /^[\s\S]{0,}$/;
var number = /^-?\d+(?:\.\d+)?$/;
var boolean = /^(?:true|false)$/i;

// node_modules/zod/v4/core/checks.js
var $ZodCheck = /* @__PURE__ */ $constructor("$ZodCheck", (inst, def) => {
  var _a2;
  inst._zod ?? (inst._zod = {});
  inst._zod.def = def;
  (_a2 = inst._zod).onattach ?? (_a2.onattach = []);
});

// node_modules/zod/v4/core/versions.js
var version = {
  major: 4,
  minor: 6,
  patch: 7
};

// node_modules/zod/v4/core/schemas.js
var $ZodType = /* @__PURE__ */ $constructor("$ZodType", (inst, def) => {
  var _a2;
  inst ?? (inst = {});
  inst._zod.def = def;
  inst._zod.bag = inst._zod.bag || {};
  inst._zod.version = version;
  const defChecks = inst._zod.def.checks;
  const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
  for (const ch of checks) {
    for (const fn of ch._zod.onattach) {
      fn(inst);
    }
  }
  if (checks.length === 0) {
    (_a2 = inst._zod).deferred ?? (_a2.deferred = []);
    inst._zod.deferred?.push(() => {
      inst._zod.run = inst._zod.parse;
    });
  } else {
    const runChecks = (payload, checks2, ctx) => {
      if (payload.memo)
        return payload;
      let isAborted = aborted(payload);
      let asyncResult;
      for (const ch of checks2) {
        if (ch._zod.def.when) {
          if (explicitlyAborted(payload))
            continue;
          const shouldRun = ch._zod.def.when(payload);
          if (!shouldRun)
            continue;
        } else if (isAborted) {
          continue;
        }
        const currLen = payload.issues.length;
        const _ = ch._zod.check(payload);
        if (_ instanceof Promise && ctx?.async === false) {
          throw new $ZodAsyncError();
        }
        if (asyncResult || _ instanceof Promise) {
          asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
            await _;
            const nextLen = payload.issues.length;
            if (nextLen === currLen)
              return;
            attachSchema(payload.issues, currLen, inst);
            if (!isAborted)
              isAborted = aborted(payload, currLen);
          });
        } else {
          const nextLen = payload.issues.length;
          if (nextLen === currLen)
            continue;
          attachSchema(payload.issues, currLen, inst);
          if (!isAborted)
            isAborted = aborted(payload, currLen);
        }
      }
      if (asyncResult) {
        return asyncResult.then(() => {
          return payload;
        });
      }
      return payload;
    };
    const handleCanaryResult = (canary, payload, ctx) => {
      if (aborted(canary)) {
        canary.aborted = true;
        return canary;
      }
      const checkResult = runChecks(payload, checks, ctx);
      if (checkResult instanceof Promise) {
        if (ctx.async === false)
          throw new $ZodAsyncError();
        return checkResult.then((checkResult2) => inst._zod.parse(checkResult2, ctx));
      }
      return inst._zod.parse(checkResult, ctx);
    };
    inst._zod.run = (payload, ctx) => {
      if (ctx.skipChecks) {
        return inst._zod.parse(payload, ctx);
      }
      if (ctx.direction === "backward") {
        const canary = inst._zod.parse({ value: payload.value, issues: [] }, { ...ctx, skipChecks: true });
        if (canary instanceof Promise) {
          return canary.then((canary2) => {
            return handleCanaryResult(canary2, payload, ctx);
          });
        }
        return handleCanaryResult(canary, payload, ctx);
      }
      const result = inst._zod.parse(payload, ctx);
      if (result instanceof Promise) {
        if (ctx.async === false)
          throw new $ZodAsyncError();
        return result.then((result2) => runChecks(result2, checks, ctx));
      }
      return runChecks(result, checks, ctx);
    };
  }
}, {
  // Wrappers extend this by installing a richer factory over it; reading it eagerly would defeat the laziness.
  get "~standard"() {
    return hide(this, "~standard", standardProps(this));
  },
  set "~standard"(value) {
    own(this, "~standard", value);
  }
});
var toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
  const ctx = { async: true };
  return toStandardResult(await inst._zod.run({ value, issues: [] }, ctx), ctx);
}
function standardProps(inst) {
  return {
    validate: (value) => {
      const ctx = { async: false };
      try {
        const r = inst._zod.run({ value, issues: [] }, ctx);
        if (!(r instanceof Promise))
          return toStandardResult(r, ctx);
      } catch (_) {
      }
      return validateAsync(inst, value);
    },
    vendor: "zod",
    version: 1
  };
}
var $ZodString = /* @__PURE__ */ $constructor("$ZodString", (inst, def) => {
  $ZodType.init(inst, def);
  inst._zod.pattern = def.pattern ?? anyString;
  inst._zod.parse = (payload, _) => {
    if (def.coerce)
      try {
        payload.value = String(payload.value);
      } catch (_2) {
      }
    if (typeof payload.value === "string")
      return payload;
    payload.issues.push({
      expected: "string",
      code: "invalid_type",
      input: payload.value,
      inst
    });
    return payload;
  };
});
var $ZodNumber = /* @__PURE__ */ $constructor("$ZodNumber", (inst, def) => {
  $ZodType.init(inst, def);
  inst._zod.pattern = number;
  inst._zod.parse = (payload, _ctx) => {
    if (def.coerce)
      try {
        payload.value = Number(payload.value);
      } catch (_) {
      }
    const input = payload.value;
    if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) {
      return payload;
    }
    const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
    payload.issues.push({
      expected: "number",
      code: "invalid_type",
      input,
      inst,
      ...received ? { received } : {}
    });
    return payload;
  };
});
var $ZodBoolean = /* @__PURE__ */ $constructor("$ZodBoolean", (inst, def) => {
  $ZodType.init(inst, def);
  inst._zod.pattern = boolean;
  inst._zod.parse = (payload, _ctx) => {
    if (def.coerce)
      try {
        payload.value = Boolean(payload.value);
      } catch (_) {
      }
    const input = payload.value;
    if (typeof input === "boolean")
      return payload;
    payload.issues.push({
      expected: "boolean",
      code: "invalid_type",
      input,
      inst
    });
    return payload;
  };
});
var $ZodUnknown = /* @__PURE__ */ $constructor("$ZodUnknown", (inst, def) => {
  $ZodType.init(inst, def);
  inst._zod.parse = (payload) => payload;
});
var $ZodNever = /* @__PURE__ */ $constructor("$ZodNever", (inst, def) => {
  $ZodType.init(inst, def);
  inst._zod.parse = (payload, _ctx) => {
    payload.issues.push({
      expected: "never",
      code: "invalid_type",
      input: payload.value,
      inst
    });
    return payload;
  };
});
function capSize(inst, size) {
  const caps = sizeCaps(inst._zod.def.checks);
  if (!caps.length)
    return;
  const cap = Math.min(...caps.map((c) => c[0]));
  const parse2 = inst._zod.parse;
  inst._zod.parse = (payload, ctx) => {
    const n = size(payload.value);
    if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
      for (const [max, ch] of sizeCaps(inst._zod.def.checks)) {
        if (n > max && ch._zod.def.when(payload)) {
          const start = payload.issues.length;
          ch._zod.check(payload);
          payload.issues[start].continue = false;
          attachSchema(payload.issues, start, inst);
          return payload;
        }
      }
    }
    return parse2(payload, ctx);
  };
}
var arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
  if (result.issues.length) {
    final.issues.push(...prefixIssues(index, result.issues));
  }
  final.value[index] = result.value;
}
var $ZodArray = /* @__PURE__ */ $constructor("$ZodArray", (inst, def) => {
  $ZodType.init(inst, def);
  const memo = globalConfig.memoizer;
  memo?.attach(inst);
  inst._zod.parse = (payload, ctx) => {
    const input = payload.value;
    if (!Array.isArray(input)) {
      payload.issues.push({
        expected: "array",
        code: "invalid_type",
        input,
        inst
      });
      return payload;
    }
    payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
    const proms = [];
    const abortEarly = ctx?.abortEarly;
    for (let i = 0; i < input.length; i++) {
      const item = input[i];
      const result = def.element._zod.run({
        value: item,
        issues: []
      }, ctx);
      if (result instanceof Promise) {
        proms.push(result.then((result2) => handleArrayResult(result2, payload, i)));
      } else {
        handleArrayResult(result, payload, i);
        if (abortEarly && result.issues.length !== 0 && aborted(result))
          break;
      }
    }
    if (proms.length) {
      return Promise.all(proms).then(() => payload);
    }
    return payload;
  };
  capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
  const isPresent = key in input;
  const isOptionalOut = optout === "optional";
  if (!isPresent && isOptionalOut && optin === "optional") {
    return;
  }
  if (result.issues.length) {
    if (optin !== void 0 && isOptionalOut && !isPresent) {
      return;
    }
    final.issues.push(...prefixIssues(key, result.issues));
  }
  if (!isPresent && optin === void 0) {
    if (!result.issues.length) {
      final.issues.push({
        code: "invalid_type",
        expected: "nonoptional",
        input: void 0,
        path: [key]
      });
    }
    return;
  }
  if (result.value === void 0) {
    if (isPresent || optin === "defaulted" && !isOptionalOut) {
      final.value[key] = void 0;
    }
  } else {
    final.value[key] = result.value;
  }
}
var NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
  const keys = Object.keys(def.shape);
  const ownSymbols = Object.getOwnPropertySymbols(def.shape);
  const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
  const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
  for (const k of allKeys) {
    if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) {
      throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
    }
  }
  const okeys = optionalKeys(def.shape);
  return {
    ...def,
    allKeys,
    symbolKeys,
    // string-only: handleCatchall matches it against `for...in`, which never yields a symbol
    keySet: new Set(keys),
    numKeys: keys.length,
    optionalKeys: new Set(okeys)
  };
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
  const unrecognized = [];
  const keySet = def.keySet;
  const _catchall = def.catchall._zod;
  const t = _catchall.def.type;
  const optin = _catchall.optin;
  const optout = _catchall.optout;
  let seen = 0;
  for (const key in input) {
    if (abortEarly && payload.issues.length !== seen) {
      if (aborted(payload, seen))
        break;
      seen = payload.issues.length;
    }
    if (keySet.has(key))
      continue;
    if (key === "__proto__") {
      if (t === "never")
        unrecognized.push(key);
      continue;
    }
    if (t === "never") {
      unrecognized.push(key);
      continue;
    }
    const r = _catchall.run({ value: input[key], issues: [] }, ctx);
    if (r instanceof Promise) {
      proms.push(r.then((r2) => handlePropertyResult(r2, payload, key, input, optin, optout)));
    } else {
      handlePropertyResult(r, payload, key, input, optin, optout);
    }
  }
  if (unrecognized.length) {
    payload.issues.push({
      code: "unrecognized_keys",
      keys: unrecognized,
      input,
      inst,
      // Describes the shape of the input, not the validity of the parsed value, so it never aborts. The parse still fails; the schema's own checks just get to run first, and an enclosing intersection can reconcile the key against a sibling operand.
      continue: true
    });
  }
  if (!proms.length)
    return payload;
  return Promise.all(proms).then(() => {
    return payload;
  });
}
var $ZodObject = /* @__PURE__ */ $constructor("$ZodObject", (inst, def) => {
  $ZodType.init(inst, def);
  const desc = Object.getOwnPropertyDescriptor(def, "shape");
  const sh = desc?.get ? desc.get.raw : def.shape ?? {};
  if (sh) {
    const get = () => {
      const newSh = { ...sh };
      Object.defineProperty(def, "shape", { value: newSh });
      get.raw = newSh;
      return newSh;
    };
    get.raw = sh;
    Object.defineProperty(def, "shape", { get });
  }
  const _normalized = cached(() => normalizeDef(def));
  defineLazyInternal(inst, "propValues", (zod) => {
    const shape = zod.def.shape;
    const propValues = {};
    for (const key in shape) {
      const field = shape[key]._zod;
      if (field.values) {
        if (!Object.prototype.hasOwnProperty.call(propValues, key)) {
          assignProp(propValues, key, /* @__PURE__ */ new Set());
        }
        for (const v of field.values)
          propValues[key].add(v);
        if (field.optin !== void 0)
          propValues[key].add(void 0);
      }
    }
    return propValues;
  });
  const isObject2 = isObject;
  const catchall = def.catchall;
  let value;
  const memo = globalConfig.memoizer;
  memo?.attach(inst);
  inst._zod.parse = (payload, ctx) => {
    value ?? (value = _normalized.value);
    const input = payload.value;
    if (!isObject2(input)) {
      payload.issues.push({
        expected: "object",
        code: "invalid_type",
        input,
        inst
      });
      return payload;
    }
    payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
    const proms = [];
    const shape = value.shape;
    const abortEarly = ctx?.abortEarly;
    let seen = payload.issues.length;
    for (const key of value.allKeys) {
      if (abortEarly && payload.issues.length !== seen) {
        if (aborted(payload, seen))
          break;
        seen = payload.issues.length;
      }
      if (key === "__proto__")
        continue;
      const el = shape[key];
      const optin = el._zod.optin;
      const optout = el._zod.optout;
      const r = el._zod.run({ value: input[key], issues: [] }, ctx);
      if (r instanceof Promise) {
        proms.push(r.then((r2) => handlePropertyResult(r2, payload, key, input, optin, optout)));
      } else {
        handlePropertyResult(r, payload, key, input, optin, optout);
      }
    }
    if (!catchall) {
      return proms.length ? Promise.all(proms).then(() => payload) : payload;
    }
    return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
  };
});
function handleUnionResults(results, final, inst, ctx) {
  for (const result of results) {
    if (result.issues.length === 0) {
      final.value = result.value;
      return final;
    }
  }
  const nonaborted = results.filter((r) => !aborted(r));
  if (nonaborted.length === 1) {
    final.value = nonaborted[0].value;
    return nonaborted[0];
  }
  final.issues.push({
    code: "invalid_union",
    input: final.value,
    inst,
    errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
  });
  return final;
}
var $ZodUnion = /* @__PURE__ */ $constructor("$ZodUnion", (inst, def) => {
  $ZodType.init(inst, def);
  defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
  defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
  defineLazyInternal(inst, "values", (zod) => {
    if (zod.def.options.every((o) => o._zod.values)) {
      return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
    }
    return void 0;
  });
  defineLazyInternal(inst, "pattern", (zod) => {
    if (zod.def.options.every((o) => o._zod.pattern)) {
      const patterns = zod.def.options.map((o) => o._zod.pattern);
      return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
    }
    return void 0;
  });
  const first = def.options.length === 1 ? def.options[0]._zod.run : null;
  inst._zod.parse = (payload, ctx) => {
    if (first) {
      return first(payload, ctx);
    }
    let async = false;
    const results = [];
    for (const option of def.options) {
      const result = option._zod.run({
        value: payload.value,
        issues: []
      }, ctx);
      if (result instanceof Promise) {
        results.push(result);
        async = true;
      } else {
        if (result.issues.length === 0)
          return result;
        results.push(result);
      }
    }
    if (!async)
      return handleUnionResults(results, payload, inst, ctx);
    return Promise.all(results).then((results2) => {
      return handleUnionResults(results2, payload, inst, ctx);
    });
  };
});
var $ZodTransform = /* @__PURE__ */ $constructor("$ZodTransform", (inst, def) => {
  $ZodType.init(inst, def);
  inst._zod.optin = "optional";
  globalConfig.memoizer?.guard(inst);
  inst._zod.parse = (payload, ctx) => {
    if (ctx.direction === "backward") {
      throw new $ZodEncodeError(inst.constructor.name);
    }
    const _out = def.transform(payload.value, payload);
    if (ctx.async) {
      const output = _out instanceof Promise ? _out : Promise.resolve(_out);
      return output.then((output2) => {
        payload.value = output2;
        return payload;
      });
    }
    if (_out instanceof Promise) {
      throw new $ZodAsyncError();
    }
    payload.value = _out;
    return payload;
  };
});
function handleOptionalResult(payload, result) {
  payload.value = result.issues.length ? void 0 : result.value;
  return payload;
}
var $ZodOptional = /* @__PURE__ */ $constructor("$ZodOptional", (inst, def) => {
  $ZodType.init(inst, def);
  defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
  inst._zod.optout = "optional";
  defineLazyInternal(inst, "values", (zod) => {
    const values = zod.def.innerType._zod.values;
    return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
  });
  defineLazyInternal(inst, "pattern", (zod) => {
    const pattern = zod.def.innerType._zod.pattern;
    return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
  });
  inst._zod.parse = (payload, ctx) => {
    if (payload.value === void 0) {
      if (def.innerType._zod.optin !== "defaulted")
        return payload;
      const result = def.innerType._zod.run({ value: payload.value, issues: [] }, ctx);
      if (result instanceof Promise)
        return result.then((result2) => handleOptionalResult(payload, result2));
      return handleOptionalResult(payload, result);
    }
    return def.innerType._zod.run(payload, ctx);
  };
});
var $ZodNullable = /* @__PURE__ */ $constructor("$ZodNullable", (inst, def) => {
  $ZodType.init(inst, def);
  defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
  defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
  defineLazyInternal(inst, "pattern", (zod) => {
    const pattern = zod.def.innerType._zod.pattern;
    return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
  });
  defineLazyInternal(inst, "values", (zod) => {
    return zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0;
  });
  inst._zod.parse = (payload, ctx) => {
    if (payload.value === null)
      return payload;
    return def.innerType._zod.run(payload, ctx);
  };
});
var $ZodDefault = /* @__PURE__ */ $constructor("$ZodDefault", (inst, def) => {
  $ZodType.init(inst, def);
  inst._zod.optin = "defaulted";
  defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
  inst._zod.parse = (payload, ctx) => {
    if (ctx.direction === "backward") {
      return def.innerType._zod.run(payload, ctx);
    }
    if (payload.value === void 0) {
      payload.value = def.defaultValue;
      return payload;
    }
    const result = def.innerType._zod.run(payload, ctx);
    if (result instanceof Promise) {
      return result.then((result2) => handleDefaultResult(result2, def));
    }
    return handleDefaultResult(result, def);
  };
});
function handleDefaultResult(payload, def) {
  if (payload.value === void 0) {
    payload.value = def.defaultValue;
  }
  return payload;
}
var $ZodPipe = /* @__PURE__ */ $constructor("$ZodPipe", (inst, def) => {
  $ZodType.init(inst, def);
  defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
  defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
  defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
  defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
  inst._zod.parse = (payload, ctx) => {
    if (ctx.direction === "backward") {
      const right = def.out._zod.run(payload, ctx);
      if (right instanceof Promise) {
        return right.then((right2) => handlePipeResult(right2, def.in, ctx));
      }
      return handlePipeResult(right, def.in, ctx);
    }
    const left = def.in._zod.run(payload, ctx);
    if (left instanceof Promise) {
      return left.then((left2) => handlePipeResult(left2, def.out, ctx));
    }
    return handlePipeResult(left, def.out, ctx);
  };
});
function handlePipeResult(left, next, ctx) {
  if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
    left.aborted = true;
    return left;
  }
  return next._zod.run({ value: left.value, issues: left.issues }, ctx);
}
var $ZodCustom = /* @__PURE__ */ $constructor("$ZodCustom", (inst, def) => {
  $ZodCheck.init(inst, def);
  $ZodType.init(inst, def);
  inst._zod.parse = (payload, _) => {
    return payload;
  };
  inst._zod.check = (payload) => {
    const input = payload.value;
    const r = def.fn(input);
    if (r instanceof Promise) {
      return r.then((r2) => handleRefineResult(r2, payload, input, inst));
    }
    handleRefineResult(r, payload, input, inst);
    return;
  };
});
function handleRefineResult(result, payload, input, inst) {
  if (!result) {
    const _iss = {
      code: "custom",
      input,
      inst,
      // incorporates params.error into issue reporting
      path: [...inst._zod.def.path ?? []],
      // incorporates params.error into issue reporting
      continue: !inst._zod.def.abort
      // params: inst._zod.def.params,
    };
    if (inst._zod.def.params)
      _iss.params = inst._zod.def.params;
    payload.issues.push(issue(_iss));
  }
}

// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
  if (def.checks)
    def.checks = [...def.checks];
  return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
  return new Class(snapshotChecks({ type: "string", ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
  return new Class(snapshotChecks({ type: "number", checks: [], ...normalizeParams(params) }));
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class, params) {
  return new Class({
    type: "boolean",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
  return new Class({
    type: "unknown"
  });
}
// @__NO_SIDE_EFFECTS__
function _never(Class, params) {
  return new Class({
    type: "never",
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function _refine(Class, fn, _params) {
  const schema2 = new Class({
    type: "custom",
    check: "custom",
    fn,
    ...normalizeParams(_params)
  });
  return schema2;
}

// node_modules/zod/v4/mini/schemas.js
var ZodMiniType = /* @__PURE__ */ $constructor("ZodMiniType", (inst, def) => {
  if (!inst._zod)
    throw new Error("Uninitialized schema in ZodMiniType.");
  $ZodType.init(inst, def);
  inst.def = def;
  inst.type = def.type;
}, {
  // `with` is an alias for `check`: the same function object, not a wrapper.
  get with() {
    return this.check;
  },
  set with(value) {
    own(this, "with", value);
  },
  parse(data, params) {
    return parse(this, data, params, { callee: this.parse });
  },
  parseAsync(data, params) {
    return parseAsync(this, data, params, { callee: this.parseAsync });
  },
  safeParse(data, params) {
    return safeParse(this, data, params);
  },
  safeParseAsync(data, params) {
    return safeParseAsync(this, data, params);
  },
  check(...checks) {
    const def = this.def;
    return this.clone({
      ...def,
      checks: [
        ...def.checks ?? [],
        ...checks.map((ch) => typeof ch === "function" ? { _zod: { check: ch, def: { check: "custom" }, onattach: [] } } : ch)
      ]
    }, { parent: true });
  },
  clone(_def, params) {
    return clone(this, _def, params);
  },
  brand() {
    return this;
  },
  register(reg, meta2) {
    reg.add(this, meta2);
    return this;
  },
  apply(fn, ...args) {
    return args.length === 0 ? fn(this) : fn(this, ...args);
  }
});
var ZodMiniString = /* @__PURE__ */ $constructor("ZodMiniString", (inst, def) => {
  $ZodString.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function string2(params) {
  return _string(ZodMiniString, params);
}
var ZodMiniNumber = /* @__PURE__ */ $constructor("ZodMiniNumber", (inst, def) => {
  $ZodNumber.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function number2(params) {
  return _number(ZodMiniNumber, params);
}
var ZodMiniBoolean = /* @__PURE__ */ $constructor("ZodMiniBoolean", (inst, def) => {
  $ZodBoolean.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function boolean2(params) {
  return _boolean(ZodMiniBoolean, params);
}
var ZodMiniUnknown = /* @__PURE__ */ $constructor("ZodMiniUnknown", (inst, def) => {
  $ZodUnknown.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function unknown() {
  return _unknown(ZodMiniUnknown);
}
var ZodMiniNever = /* @__PURE__ */ $constructor("ZodMiniNever", (inst, def) => {
  $ZodNever.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function never(params) {
  return _never(ZodMiniNever, params);
}
var ZodMiniArray = /* @__PURE__ */ $constructor("ZodMiniArray", (inst, def) => {
  $ZodArray.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function array(element, params) {
  return new ZodMiniArray({
    type: "array",
    element,
    ...normalizeParams(params)
  });
}
var ZodMiniObject = /* @__PURE__ */ $constructor("ZodMiniObject", (inst, def) => {
  $ZodObject.init(inst, def);
  ZodMiniType.init(inst, def);
  installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
});
// @__NO_SIDE_EFFECTS__
function object(shape, params) {
  const def = {
    type: "object",
    shape: shape ?? {},
    ...normalizeParams(params)
  };
  return new ZodMiniObject(def);
}
// @__NO_SIDE_EFFECTS__
function strictObject(shape, params) {
  return new ZodMiniObject({
    type: "object",
    shape,
    catchall: /* @__PURE__ */ never(),
    ...normalizeParams(params)
  });
}
// @__NO_SIDE_EFFECTS__
function looseObject(shape, params) {
  return new ZodMiniObject({
    type: "object",
    shape,
    catchall: /* @__PURE__ */ unknown(),
    ...normalizeParams(params)
  });
}
var ZodMiniUnion = /* @__PURE__ */ $constructor("ZodMiniUnion", (inst, def) => {
  $ZodUnion.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function union(options, params) {
  return new ZodMiniUnion({
    type: "union",
    options,
    ...normalizeParams(params)
  });
}
var ZodMiniTransform = /* @__PURE__ */ $constructor("ZodMiniTransform", (inst, def) => {
  $ZodTransform.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function transform(fn) {
  return new ZodMiniTransform({
    type: "transform",
    transform: fn
  });
}
var ZodMiniOptional = /* @__PURE__ */ $constructor("ZodMiniOptional", (inst, def) => {
  $ZodOptional.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function optional(innerType) {
  return new ZodMiniOptional({
    type: "optional",
    innerType
  });
}
var ZodMiniNullable = /* @__PURE__ */ $constructor("ZodMiniNullable", (inst, def) => {
  $ZodNullable.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function nullable(innerType) {
  return new ZodMiniNullable({
    type: "nullable",
    innerType
  });
}
// @__NO_SIDE_EFFECTS__
function nullish(innerType) {
  return /* @__PURE__ */ optional(/* @__PURE__ */ nullable(innerType));
}
var ZodMiniDefault = /* @__PURE__ */ $constructor("ZodMiniDefault", (inst, def) => {
  $ZodDefault.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function _default(innerType, defaultValue) {
  return new ZodMiniDefault({
    type: "default",
    innerType,
    get defaultValue() {
      return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
    }
  });
}
var ZodMiniPipe = /* @__PURE__ */ $constructor("ZodMiniPipe", (inst, def) => {
  $ZodPipe.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function pipe(in_, out) {
  return new ZodMiniPipe({
    type: "pipe",
    in: in_,
    out
  });
}
var ZodMiniCustom = /* @__PURE__ */ $constructor("ZodMiniCustom", (inst, def) => {
  $ZodCustom.init(inst, def);
  ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function refine(fn, _params = {}) {
  return _refine(ZodMiniCustom, fn, _params);
}

// lib/network/cidr.ts
var import_ipaddr = __toESM(require_ipaddr(), 1);
import { isIP } from "node:net";

// lib/refusal/invalid-value.ts
var InvalidValue = class extends Error {
  reason;
  remedy;
  /** False when the value may hold a secret, so that it appears in no error. */
  mayShowValue;
  /**
   * @param reason why the value is wrong, as a sentence
   * @param remedy what to write instead, as a sentence
   */
  constructor(reason, remedy, { mayShowValue = true } = {}) {
    super(`${reason} ${remedy}`);
    this.name = "InvalidValue";
    this.reason = reason;
    this.remedy = remedy;
    this.mayShowValue = mayShowValue;
  }
};

// lib/network/cidr.ts
var Cidr = class _Cidr {
  /**
   * @param value canonical CIDR notation. Refused: no or a malformed prefix length, host bits (the error suggests the
   *   masked prefix), leading zeros, IPv6 zones, and IPv4 inside IPv6 (ipaddr.js reads `::1.2.3.4` as `::ffff:1.2.3.4`).
   * @throws InvalidValue
   */
  static parse(value, example) {
    const cidr = _Cidr.around(value, example);
    if (toBigInt(import_ipaddr.default.parse(String(value).split("/")[0] ?? "")) === cidr.first) return cidr;
    throw new InvalidValue("Host bits are set.", `Write "${cidr}".`);
  }
  /**
   * The prefix that an address is in: `192.168.1.0/24` for `192.168.1.5/24`.
   *
   * @param value as in {@link parse}, with host bits or without
   * @throws InvalidValue
   */
  static around(value, example = "192.168.1.0/24") {
    const [address = "", length, ...rest] = typeof value === "string" ? value.split("/") : [];
    const family = isIP(address);
    if (rest.length > 0 || family === 0 || family === 6 && /[%.]/.test(address)) {
      throw new InvalidValue("It is not a network in CIDR notation.", `Write, for example, "${example}".`);
    }
    const bits = family === 4 ? 32 : 128;
    if (length === void 0) {
      throw new InvalidValue("The prefix length is missing.", `Write "${address}/${bits}" for this one address.`);
    }
    if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
      throw new InvalidValue(
        `The prefix length must be a whole number from 0 to ${bits}.`,
        `Write, for example, "/24".`
      );
    }
    const masked = networkOf(address, Number(length));
    return new _Cidr(
      `${masked.toString()}/${length}`,
      family === 4 ? 4 : 6,
      toBigInt(masked),
      1n << BigInt(bits - Number(length))
    );
  }
  /** 4 or 6. */
  family;
  text;
  first;
  size;
  constructor(text2, family, first, size) {
    this.text = text2;
    this.family = family;
    this.first = first;
    this.size = size;
  }
  /** Whether both have an address in common. Prefixes of different families never do. */
  overlaps(other) {
    return this.contains(other) || other.contains(this);
  }
  /** Whether every address of `other` is in this prefix; a prefix contains itself. */
  contains(other) {
    return this.family === other.family && this.first <= other.first && other.first + other.size <= this.first + this.size;
  }
  /** The first address that a host can have: `192.168.1.1` of `192.168.1.0/24`, but the prefix's own of a /31 or /32. */
  firstHost() {
    const [address] = this.text.split("/");
    if (this.size <= 2n) return address;
    const bytes = import_ipaddr.default.parse(address).toByteArray();
    return import_ipaddr.default.fromByteArray([...bytes.slice(0, -1), Number(bytes.at(-1)) + 1]).toString();
  }
  /** Canonical notation: `192.168.1.0/24`, `fd00::/8`. Holds only digits, letters a to f, dots, colons and the slash. */
  toString() {
    return this.text;
  }
};
function networkOf(address, prefixLength) {
  return import_ipaddr.default.parse(address).kind() === "ipv4" ? import_ipaddr.default.IPv4.networkAddressFromCIDR(`${address}/${prefixLength}`) : import_ipaddr.default.IPv6.networkAddressFromCIDR(`${address}/${prefixLength}`);
}
function toBigInt(address) {
  return address.toByteArray().reduce((sum, byte) => sum << 8n | BigInt(byte), 0n);
}

// lib/netbird/management/desired-routes.ts
function describeTarget({ peer: peer2, peerGroup }) {
  return peer2 ?? `group ${peerGroup}`;
}
var common = {
  networkId: string2(),
  network: string2().check(refine(isPrefix)),
  description: string2(),
  groups: array(string2()),
  accessControlGroups: array(string2()),
  metric: number2(),
  masquerade: boolean2()
};
var schema = strictObject({
  managementUrl: string2(),
  owner: string2(),
  routes: array(
    union([strictObject({ ...common, peer: string2() }), strictObject({ ...common, peerGroup: string2() })])
  )
});
function isPrefix(network) {
  try {
    return Cidr.parse(network).toString() === network;
  } catch {
    return false;
  }
}
function parseDesiredRoutes(text2, source) {
  let value;
  try {
    value = JSON.parse(text2);
  } catch {
    value = void 0;
  }
  const { success, data } = safeParse(schema, value);
  if (success) return data;
  throw new ManagementError(
    "configuration",
    `${source} does not hold the routes of a site.`,
    "Run npm run synth, and use what it writes unchanged."
  );
}

// lib/netbird/management/answers.ts
var list = (member) => pipe(
  nullish(array(member)),
  transform((value) => value ?? [])
);
var text = pipe(
  nullish(string2()),
  transform((value) => value ?? "")
);
var peer = object({
  id: string2(),
  /** The name in NetBird's UI. It stays when `hostname` changes. */
  name: string2(),
  /** The name of the machine. */
  hostname: text,
  ip: text,
  connected: boolean2(),
  last_seen: text,
  created_at: text,
  groups: list(object({ id: string2() }))
});
var group = object({
  id: string2(),
  name: string2(),
  peers: list(object({ id: string2() }))
});
var route = looseObject({
  id: string2(),
  network_id: string2(),
  description: text,
  enabled: boolean2(),
  /** `invalid Prefix` for a route to domains. */
  network: text,
  domains: list(string2()),
  /** Empty for a route by groups. */
  peer: text,
  peer_groups: list(string2()),
  metric: number2(),
  masquerade: boolean2(),
  groups: list(string2()),
  access_control_groups: list(string2()),
  keep_route: _default(boolean2(), false)
});
var peersAnswer = checkOf(array(peer));
var versionAnswer = (value) => checkOf(object({ management_current_version: string2() }))(value)?.management_current_version;
var groupsAnswer = checkOf(array(group));
var routesAnswer = checkOf(array(route));
var routeAnswer = checkOf(route);
var emptyAnswer = checkOf(looseObject({}));
function checkOf(schema2) {
  return (value) => {
    const { success, data } = safeParse(schema2, value);
    return success ? data : void 0;
  };
}

// lib/network/https-url.ts
function parseHttpsUrl(value, example = "https://netbird.example.org", allowHttp) {
  const isAddress = typeof value === "string" && /^https?:\/\/[^\s?#]+$/.test(value);
  const url = isAddress ? URL.parse(value) : null;
  if (url === null || !/^[\w.:[\]-]+$/.test(url.hostname)) {
    throw new InvalidValue("It is not an https URL.", `Write, for example, "${example}".`, {
      mayShowValue: !/[@?#]/.test(String(value))
    });
  }
  const origin = `${url.protocol}//${url.host}`;
  if (String(value).includes("@")) {
    throw new InvalidValue("A password in a URL ends up in Git.", `Write "${origin}".`, { mayShowValue: false });
  }
  if (url.pathname !== "/") {
    throw new InvalidValue("Only scheme, host and port of it are used.", `Write "${origin}".`);
  }
  if (url.protocol === "http:" && allowHttp?.(url.hostname) !== true) {
    throw new InvalidValue("Keys would travel unencrypted over http.", `Write "https://${url.host}".`);
  }
  return origin;
}

// lib/netbird/management/management-url.ts
function parseManagementUrl(value) {
  return parseHttpsUrl(value, void 0, (host) => host === "localhost" || host === "127.0.0.1" || host === "[::1]");
}

// lib/netbird/management/request.ts
import { setTimeout as wait } from "node:timers/promises";
var PATIENCE = { timeout: 15e3, attempts: 5, backoff: 500, longestWait: 3e4 };
async function sendRequest(request, options) {
  const { attempts, backoff, longestWait } = options.patience;
  for (let attempt = 1; ; attempt++) {
    const outcome = await sendOnce(request, options);
    if ("answer" in outcome) return outcome.answer;
    if (!outcome.mayTryAgain || attempt >= attempts) throw outcome.error;
    const pause = backoff * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    await wait(Math.min(Math.max(pause, outcome.retryAfter ?? 0), longestWait));
  }
}
async function sendOnce(request, { url, token, patience }) {
  const { method, path, body, check } = request;
  const isRepeatable = method !== "POST";
  let response;
  let text2;
  try {
    response = await fetch(new URL(path, url), {
      method,
      headers: {
        Authorization: token.authorization(),
        Accept: "application/json",
        ...body === void 0 ? {} : { "Content-Type": "application/json" }
      },
      body: body === void 0 ? void 0 : JSON.stringify(body),
      // Whoever is redirected takes the token along.
      redirect: "manual",
      signal: AbortSignal.timeout(patience.timeout)
    });
    text2 = await response.text();
  } catch (error) {
    const failure2 = connectionError(error, url, patience, !isRepeatable);
    return { error: failure2, mayTryAgain: isRepeatable && failure2.problem !== "certificate" };
  }
  const { status } = response;
  if (status === 200) {
    const answer = check(parseJson(text2));
    if (answer !== void 0) return { answer };
    return { error: notTheApi(response, path, url), mayTryAgain: false };
  }
  if (status === 429) {
    const error = new ManagementError(
      "busy",
      `${url} says that it is asked too often (429).`,
      "Wait a few minutes; the next run goes on where this one stopped."
    );
    return { error, mayTryAgain: true, retryAfter: retryAfter(response) };
  }
  if (status >= 500) {
    const error = new ManagementError(
      "busy",
      `${url} failed (${status}) at ${method} ${path}.`,
      "Look at the log of the management server, and of what stands before it; the next run tries again.",
      { mayHaveHappened: !isRepeatable }
    );
    return { error, mayTryAgain: isRepeatable, retryAfter: retryAfter(response) };
  }
  return { error: refusal(response, text2, request, { url, token }), mayTryAgain: false };
}
function refusal(response, text2, { method, path }, { url, token }) {
  const { status } = response;
  if (status >= 300 && status < 400) return redirected(response, url);
  const message = messageIn(text2);
  if (status === 401) {
    return new ManagementError(
      "token",
      `${url} does not accept the API token of ${token.source} (401).`,
      "Its time has run out, it was deleted, or it is another server's: make a new personal access token in NetBird, and write it there."
    );
  }
  if (status === 403) {
    return new ManagementError(
      "forbidden",
      `The API token of ${token.source} may not ${method === "GET" ? "read" : "change"} ${path} (403).`,
      'Give the service user that it belongs to the role "admin" or "network_admin" in NetBird.'
    );
  }
  const isList = method === "GET" && !path.startsWith("/api/routes/");
  if (message === void 0 || status === 404 && isList) return notTheApi(response, path, url);
  if (status === 404) {
    return new ManagementError("not-found", `${path} is not there: ${message}.`, "Look at it in NetBird.");
  }
  if (status === 409) {
    return new ManagementError(
      "conflict",
      `NetBird refuses ${method} ${path} (409): ${message}.`,
      "Another route for the same network has the same peer, by one of its groups: delete that in NetBird, or leave this one out."
    );
  }
  return new ManagementError(
    "refused",
    `NetBird refuses ${method} ${path} (${status}): ${message}.`,
    "Correct what the message names; the values come from main.ts."
  );
}
function redirected(response, url) {
  const target = URL.parse(response.headers.get("location") ?? "", url);
  const origin = new URL(url).origin;
  const reason = `${url} redirects to ${target === null ? "an unknown place" : target.origin}; the API token does not go there.`;
  return target === null || target.origin === origin ? new ManagementError("redirect", reason, "A login stands before the API there: let /api pass by it.") : new ManagementError("redirect", reason, `If that is the management server, write ${target.origin} as its URL.`);
}
function notTheApi(response, path, url) {
  const type = response.headers.get("content-type")?.split(";")[0] ?? "nothing readable";
  const what = type === "text/html" ? "a web page" : type;
  return new ManagementError(
    "not-the-api",
    `${url}${path} answers ${response.status} with ${what === "application/json" ? "JSON of another shape" : what}, not as NetBird's API does.`,
    "Write the URL of the management server, scheme and host only: the API is below /api there, and there is no /api/v1."
  );
}
var UNTRUSTED = /SELF_SIGNED|UNABLE_TO_|CERT_|ERR_TLS_CERT/;
function connectionError(error, url, patience, mayHaveHappened) {
  if (error instanceof Error && error.name === "TimeoutError") {
    return new ManagementError(
      "busy",
      `${url} did not answer within ${patience.timeout / 1e3} s.`,
      "Look whether the management server is overloaded, or something on the way swallows the connection.",
      { mayHaveHappened }
    );
  }
  const code = codeOf(error);
  if (code !== void 0 && UNTRUSTED.test(code)) {
    return new ManagementError(
      "certificate",
      `The certificate of ${url} is not trusted (${code}).`,
      "If an authority of your own signed it, name its certificate in NODE_EXTRA_CA_CERTS, or by the prop caCertificate."
    );
  }
  return new ManagementError(
    "unreachable",
    `${url} cannot be reached (${code ?? "the connection broke"}).`,
    remedyFor(code),
    { mayHaveHappened: mayHaveHappened && code !== "ECONNREFUSED" && code !== "ENOTFOUND" }
  );
}
function remedyFor(code) {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "Its name is unknown here: look at the URL, and at the DNS of this machine.";
    case "ECONNREFUSED":
      return "Nothing listens there: look at the URL, and whether the management server runs.";
    default:
      return "Look whether the management server runs, and what stands on the way to it.";
  }
}
function codeOf(error) {
  const { code, cause, errors } = Object(error);
  if (typeof code === "string") return code;
  if (Array.isArray(errors)) return errors.map(codeOf).find((found) => found !== void 0);
  return cause === void 0 ? void 0 : codeOf(cause);
}
function parseJson(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}
function messageIn(text2) {
  const { message } = Object(parseJson(text2));
  return typeof message === "string" ? message.slice(0, 300).replace(/\.$/, "") : void 0;
}
function retryAfter(response) {
  const header = response.headers.get("retry-after");
  if (header === null) return void 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1e3 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? void 0 : milliseconds;
}

// lib/netbird/management/management-client.ts
var ManagementClient = class {
  options;
  /**
   * @param url scheme, host and port of the management server; `http:` only for this machine
   * @throws ManagementError for a URL to which no token may go
   */
  constructor(url, token, patience = {}) {
    this.options = { url: checkedUrl(url), token, patience: { ...PATIENCE, ...patience } };
  }
  /** @throws ManagementError, as all of these */
  peers() {
    return this.send({ method: "GET", path: "/api/peers", check: peersAnswer });
  }
  groups() {
    return this.send({ method: "GET", path: "/api/groups", check: groupsAnswer });
  }
  routes() {
    return this.send({ method: "GET", path: "/api/routes", check: routesAnswer });
  }
  /** Undefined for one that is gone. */
  findRoute(id) {
    return unlessGone(this.send({ method: "GET", path: routePath(id), check: routeAnswer }));
  }
  /** The version of the server: `0.66.2`. */
  version() {
    return this.send({ method: "GET", path: "/api/instance/version", check: versionAnswer });
  }
  /** Sent once: where the error says `mayHaveHappened`, read the routes before another attempt. */
  createRoute(body) {
    return this.send({ method: "POST", path: "/api/routes", body, check: routeAnswer });
  }
  replaceRoute(id, body) {
    return this.send({ method: "PUT", path: routePath(id), body, check: routeAnswer });
  }
  /** A route that is gone already is deleted. */
  async deleteRoute(id) {
    await unlessGone(this.send({ method: "DELETE", path: routePath(id), check: emptyAnswer }));
  }
  send(request) {
    return sendRequest(request, this.options);
  }
};
function checkedUrl(url) {
  try {
    return parseManagementUrl(url);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const shown = error.mayShowValue ? `, ${url}` : "";
    throw new ManagementError(
      "configuration",
      `No access token is sent to the management server${shown}. ${error.reason}`,
      error.remedy
    );
  }
}
async function unlessGone(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ManagementError && error.problem === "not-found") return void 0;
    throw error;
  }
}
function routePath(id) {
  return `/api/routes/${encodeURIComponent(id)}`;
}

// lib/netbird/management/reconcile.ts
import { setTimeout as wait2 } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

// lib/netbird/management/mark.ts
function markedDescription(description, owner) {
  return `${description} [cdk8s-netbird:${owner}]`.trim();
}
function ownerIn(description) {
  return /\[cdk8s-netbird:([^\]]+)\]/.exec(description)?.[1];
}

// lib/netbird/management/wanted-route.ts
function lookUp(route2, directory) {
  const network = Cidr.around(route2.network);
  const subject = `${network} by ${describeTarget(route2)}`;
  const problems = [];
  const findGroups = (names, prop) => names.flatMap((name) => {
    const found = directory.findGroup(name, prop);
    if ("id" in found) return found;
    problems.push({ subject, ...found });
    return [];
  });
  const peers = route2.peer === void 0 ? [] : directory.peersNamed(route2.peer);
  const peer2 = toldApart(peers);
  if (route2.peer !== void 0 && peer2 === void 0) {
    const why = peers.length === 0 ? directory.whyNoPeer(route2.peer) : whyNotToldApart(route2.peer, peers);
    problems.push({ subject, ...why });
  }
  const [peerGroup] = route2.peerGroup === void 0 ? [] : findGroups([route2.peerGroup], "peerGroup");
  return {
    route: route2,
    network,
    subject,
    peers,
    peer: peer2,
    peerGroup,
    groups: idsOf(findGroups(route2.groups, "groups")),
    accessControlGroups: idsOf(findGroups(route2.accessControlGroups, "accessControlGroups")),
    problems
  };
}
function idsOf(groups) {
  return [...new Set(groups.map(({ id }) => id))].sort();
}
function toldApart(peers) {
  const [peer2, ...others] = peers.length === 1 ? peers : peers.filter(({ connected }) => connected);
  return others.length === 0 ? peer2 : void 0;
}
function whyNotToldApart(name, peers) {
  const connected = peers.filter((peer2) => peer2.connected).length;
  return {
    reason: `${peers.length} peers have the name "${name}", ${connected === 0 ? "none" : connected} of them connected: nobody can say which one is of this site.`,
    remedy: "Delete those in NetBird that are gone, and rename those of others."
  };
}
function isByWanted({ peers, peerGroup }, { peer: peer2, peer_groups }) {
  if (peerGroup !== void 0) return isByGroup(peerGroup, peer_groups);
  return peers.some(({ id }) => id === peer2);
}
function isByWantedItself({ peer: peer2, peerGroup }, route2) {
  return peerGroup === void 0 ? peer2?.id === route2.peer : isByGroup(peerGroup, route2.peer_groups);
}
function isByGroup({ id }, groups) {
  return groups.length === 1 && groups[0] === id;
}

// lib/netbird/management/match-routes.ts
function matchRoutes(wanted, routes, owner) {
  const free = /* @__PURE__ */ new Map();
  for (const route2 of [...routes].sort(byId)) {
    const network = networkOf2(route2)?.toString() ?? "";
    free.set(network, [...free.get(network) ?? [], route2]);
  }
  const isOwn = ({ description }) => ownerIn(description) === owner;
  const isByHand = ({ description }) => ownerIn(description) === void 0;
  const hasId = ({ route: route2 }, { network_id }) => network_id === route2.networkId;
  const passes = [
    (one, route2) => isOwn(route2) && hasId(one, route2) && isByWanted(one, route2),
    (one, route2) => isOwn(route2) && isByWanted(one, route2),
    (one, route2) => isByHand(route2) && isByWantedItself(one, route2) && one.problems.length === 0,
    (one, route2) => isOwn(route2) && hasId(one, route2),
    (_, route2) => isOwn(route2)
  ];
  const taken = /* @__PURE__ */ new Map();
  for (const fits of passes) {
    for (const one of wanted) {
      if (taken.has(one)) continue;
      const candidates = free.get(one.network.toString()) ?? [];
      const index = candidates.findIndex((route2) => fits(one, route2));
      if (index < 0) continue;
      taken.set(one, ...candidates.splice(index, 1));
    }
  }
  const left = [...free.values()].flat().sort(byId);
  const unsettled = wanted.filter(({ problems }) => problems.length > 0).map(({ network }) => network);
  const isSettled = (route2) => !unsettled.some((network) => networkOf2(route2)?.overlaps(network));
  return {
    pairs: wanted.map((one) => ({ wanted: one, route: taken.get(one) })),
    superfluous: left.filter((route2) => isOwn(route2) && isSettled(route2)),
    foreign: left.filter((route2) => !isOwn(route2))
  };
}
function networkOf2({ network, domains }) {
  if (domains.length > 0) return void 0;
  try {
    return Cidr.around(network);
  } catch {
    return void 0;
  }
}
function byId(one, other) {
  return one.id < other.id ? -1 : 1;
}

// lib/netbird/management/directory.ts
var Directory = class {
  peers;
  peersByName;
  groups;
  groupsByName;
  constructor(peers, groups) {
    this.peers = new Map(peers.map((peer2) => [peer2.id, peer2]));
    this.peersByName = Map.groupBy(peers, ({ name }) => name);
    this.groups = new Map(groups.map((group2) => [group2.id, group2]));
    this.groupsByName = Map.groupBy(groups, ({ name }) => name);
  }
  peer(id) {
    return this.peers.get(id);
  }
  /** The peers of exactly this name: NetBird gives a name to as many as ask for it. */
  peersNamed(name) {
    return this.peersByName.get(name) ?? [];
  }
  /** The name behind an id, for a person. */
  peerName(id) {
    return this.peer(id)?.name ?? `${id}, which is gone`;
  }
  groupName(id) {
    return this.groups.get(id)?.name ?? `${id}, which is gone`;
  }
  /** @param prop where the name was written */
  findGroup(name, prop) {
    const [group2, another] = this.groupsByName.get(name) ?? [];
    if (group2 !== void 0 && another === void 0) return group2;
    if (group2 !== void 0) {
      return {
        reason: `NetBird has several groups of the name "${name}".`,
        remedy: "Rename all but one of them there."
      };
    }
    const names = [...this.groupsByName.keys()].sort();
    return {
      reason: `NetBird has no group of the name "${name}".`,
      remedy: `Make it there, or correct ${prop}. It has ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}.`
    };
  }
  /** Why there is no peer of a name, where there is none. */
  whyNoPeer(name) {
    const reason = `NetBird has no peer of the name "${name}".`;
    const peers = [...this.peers.values()];
    const others = namesOf(peers.filter(({ hostname }) => hostname === name));
    if (others.length > 0) {
      return {
        reason: `${reason} It has ${others.join(", ")}, whose machine is called so.`,
        remedy: `${others.length === 1 ? "Write that name" : "Write the name of the right one"} into registeredNames of the routing peer, in the place of "${name}", or rename it in NetBird.`
      };
    }
    const similar = namesOf(peers.filter((peer2) => isSimilar(peer2.name, name)));
    return {
      reason: similar.length === 0 ? reason : `${reason} It has ${similar.join(", ")}.`,
      remedy: "Look at the log of the routing peer, which registers under that name when it starts for the first time; if it has another name in NetBird, write that into registeredNames."
    };
  }
};
function namesOf(peers) {
  return [...new Set(peers.map(({ name }) => `"${name}"`))].sort();
}
function isSimilar(one, other) {
  return one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}

// lib/netbird/management/overlaps.ts
function overlapWarnings(wanted, foreign, directory) {
  const byNetwork = [...Map.groupBy(wanted, ({ network }) => network.toString()).values()];
  return foreign.flatMap((route2) => {
    const network = networkOf2(route2);
    if (network === void 0 || !route2.enabled || network.toString().endsWith("/0")) return [];
    return byNetwork.filter(([first]) => first?.network.overlaps(network)).map((ofNetwork) => overlap(route2, ofNetwork, directory));
  });
}
function overlap(route2, ofNetwork, directory) {
  const subject = `${route2.network} by ${describeVia(route2, directory)}`;
  const network = ofNetwork[0]?.network;
  const isSameNetwork = networkOf2(route2)?.toString() === network?.toString();
  const owner = ownerIn(route2.description);
  const whose = owner === void 0 ? "was made by hand" : `belongs to ${owner}`;
  const name = `The route ${route2.id} (${route2.network_id}) ${whose}`;
  if (owner === void 0 && isSameNetwork && ofNetwork.some((one) => isByWantedItself(one, route2))) {
    return {
      subject,
      reason: `${name}, for the same network and peer as one of this site.`,
      remedy: "Delete it in NetBird: this site has a route of its own."
    };
  }
  if (route2.peer !== "" && directory.peer(route2.peer) === void 0) {
    return {
      subject,
      reason: `${name}, for ${network}; its peer is gone, so that it leads nowhere.`,
      remedy: "Delete it in NetBird."
    };
  }
  return {
    subject,
    reason: `${name}, and overlaps ${network}, which this site routes. It is left alone.`,
    remedy: "Delete it in NetBird, unless both are meant: the longer prefix wins, then the lower metric."
  };
}
function describeVia({ peer: peer2, peer_groups }, directory) {
  return peer2 === "" ? `group ${peer_groups.map((id) => directory.groupName(id)).join(", ")}` : directory.peerName(peer2);
}

// lib/netbird/management/peer-warnings.ts
function peerWarnings({ subject, peer: peer2, peerGroup }, directory) {
  if (peerGroup !== void 0) {
    const members2 = peerGroup.peers.map(({ id }) => directory.peer(id));
    return ofGroup(peerGroup.name, members2).map((warning) => ({ subject, ...warning }));
  }
  if (peer2 === void 0 || peer2.connected) return [];
  return [{ subject, ...neverConnected(peer2) ? registeredOnly(peer2) : away(peer2) }];
}
function ofGroup(name, members2) {
  if (members2.length === 0) {
    return [
      {
        reason: `The group "${name}" has no peers.`,
        remedy: "Make it an auto-assigned group of the setup key, and add the peers that have registered already by hand."
      }
    ];
  }
  if (members2.some((peer2) => peer2?.connected)) return [];
  return [
    {
      reason: `None of the peers in the group "${name}" is connected.`,
      remedy: "Look at the pods of the routing peer."
    }
  ];
}
function neverConnected({ last_seen, created_at }) {
  const seen = Date.parse(last_seen);
  return Number.isNaN(seen) || seen <= 0 || seen <= Date.parse(created_at);
}
function registeredOnly({ name }) {
  return {
    reason: `The peer "${name}" has registered, but was never connected.`,
    remedy: "Look at its log, and whether it reaches the management server; the route works as soon as it is connected."
  };
}
function away({ name, last_seen }) {
  return {
    reason: `The peer "${name}" is not connected; it was seen last at ${last_seen.slice(0, 19)}Z.`,
    remedy: "Look at the pod of the routing peer; the route works again as soon as it is connected."
  };
}

// lib/netbird/management/route-request.ts
function requestFor(wanted, owner, observed) {
  const { route: route2, network, groups, accessControlGroups } = wanted;
  const { id, network_type, domains, peer: peer2, peer_groups, ...rest } = observed ?? NEW_ROUTE;
  return {
    ...rest,
    network_id: route2.networkId,
    description: markedDescription(route2.description, owner),
    enabled: true,
    network: network.toString(),
    ...wanted.peerGroup === void 0 ? { peer: wanted.peer?.id ?? "" } : { peer_groups: [wanted.peerGroup.id] },
    metric: route2.metric,
    masquerade: route2.masquerade,
    groups,
    access_control_groups: accessControlGroups
  };
}
var NEW_ROUTE = {
  keep_route: false,
  id: void 0,
  network_type: void 0,
  domains: void 0,
  peer: void 0,
  peer_groups: void 0
};
function differences(route2, request, directory) {
  const change = (what, old, now) => old === now ? [] : [`${what} ${old} → ${now}`];
  const groupNames = (ids) => ids.length === 0 ? "none" : ids.map((id) => directory.groupName(id)).join(", ");
  const sameSet = (one, other) => [...new Set(one)].sort().join() === [...new Set(other)].sort().join();
  const groupChange = (what, old, now) => sameSet(old, now) ? [] : [`${what} ${groupNames(old)} → ${groupNames(now)}`];
  const onOff = (value) => value ? "on" : "off";
  return {
    via: viaChange(route2, request, directory),
    others: [
      ...change("network id", route2.network_id, request.network_id),
      ...route2.enabled ? [] : ["it was switched off"],
      ...change("metric", String(route2.metric), String(request.metric)),
      ...change("masquerade", onOff(route2.masquerade), onOff(request.masquerade)),
      ...groupChange("groups", route2.groups, request.groups),
      ...groupChange("access control groups", route2.access_control_groups, request.access_control_groups),
      ...route2.description === request.description ? [] : ["its description"]
    ]
  };
}
function viaChange(route2, request, directory) {
  if ("peer_groups" in request) {
    const isSame2 = route2.peer === "" && route2.peer_groups.join() === request.peer_groups.join();
    return isSame2 ? void 0 : "it names something else than the group";
  }
  if (route2.peer === request.peer && route2.peer_groups.length === 0) return void 0;
  if (route2.peer === "") return "it names groups of peers";
  const old = directory.peer(route2.peer);
  if (old === void 0) return "its peer is gone";
  const now = directory.peer(request.peer);
  if (old.name !== now?.name) return `its peer was ${old.name}`;
  return "its peer is not connected, another one of that name is";
}

// lib/netbird/management/plan-routes.ts
function planRoutes(desired, { peers, groups, routes }) {
  const directory = new Directory(peers, groups);
  const wanted = [...desired.routes].sort(byPlace).map((route2) => lookUp(route2, directory));
  const { pairs, superfluous, foreign } = matchRoutes(wanted, routes, desired.owner);
  const changes = [];
  const creations = [];
  const kept = [];
  for (const { wanted: one, route: route2 } of pairs) {
    if (one.problems.length > 0) continue;
    const request = requestFor(one, desired.owner, route2);
    const place = { network: one.network.toString(), networkId: one.route.networkId, via: describeTarget(one.route) };
    if (route2 === void 0) {
      creations.push({ kind: "create", ...place, request, reason: "NetBird does not have it" });
      continue;
    }
    const change = changeOf(route2, request, directory);
    if (change === void 0) kept.push({ id: route2.id, ...place });
    else changes.push({ ...change, observed: route2, ...place, request });
  }
  return {
    // The server refuses a second route with a peer that a group of another one has: so first what gives peers free.
    // Last what may carry traffic until something else does.
    actions: [...changes, ...creations, ...superfluous.map((route2) => deletion(route2, pairs, directory))],
    kept,
    problems: wanted.flatMap(({ problems }) => problems),
    warnings: [
      ...wanted.flatMap((one) => peerWarnings(one, directory)),
      ...overlapWarnings(wanted, foreign, directory)
    ]
  };
}
function byPlace(one, other) {
  const key = (route2) => [route2.network, route2.networkId, describeTarget(route2)].join(" ");
  return key(one) < key(other) ? -1 : 1;
}
function changeOf(route2, request, directory) {
  const { via, others } = differences(route2, request, directory);
  if (ownerIn(route2.description) === void 0) {
    const rest = [via, ...others].filter((text2) => text2 !== void 0 && text2 !== "its description");
    return { kind: "adopt", reason: ["made by hand for this network and peer", ...rest].join("; ") };
  }
  if (via !== void 0) return { kind: "re-point", reason: [via, ...others].join("; ") };
  return others.length === 0 ? void 0 : { kind: "update", reason: others.join("; ") };
}
function deletion(route2, pairs, directory) {
  const first = pairs.find(
    (pair) => pair.route?.network === route2.network && pair.route.network_id === route2.network_id && pair.route.peer === route2.peer && pair.route.peer_groups.join() === route2.peer_groups.join()
  );
  return {
    kind: "delete",
    observed: route2,
    network: route2.network,
    networkId: route2.network_id,
    via: describeVia(route2, directory),
    reason: first?.route === void 0 ? "the site does not want it any more" : `it doubles ${first.route.id}`
  };
}

// lib/netbird/management/reconcile.ts
var FRUITLESS_ROUNDS = 3;
var ROUNDS = 20;
async function observe(client) {
  const [peers, groups, routes] = await Promise.all([client.peers(), client.groups(), client.routes()]);
  return { peers, groups, routes };
}
async function reconcile(desired, client, { onDone, pause = 500 }) {
  let fruitless = 0;
  let refusals = [];
  for (let round = 1; ; round++) {
    const plan = planRoutes(desired, await observe(client));
    for (const { action, error } of refusals) {
      if (error.mayHaveHappened && !plan.actions.some((left) => isSame(left, action))) onDone(action);
    }
    if (plan.actions.length === 0) return { plan, refusals: [] };
    if (fruitless === FRUITLESS_ROUNDS) return { plan, refusals };
    if (round > ROUNDS) throw somebodyElse();
    if (round > 1) await wait2(pause * 2 ** fruitless * Math.random());
    const done = /* @__PURE__ */ new Set();
    refusals = await apply(plan.actions, client, (action) => {
      done.add(action);
      onDone(action);
    });
    fruitless = done.size > 0 ? 0 : fruitless + 1;
  }
}
async function apply(actions, client, onDone) {
  const refusals = [];
  for (const action of actions) {
    if (action.kind === "delete" && refusals.some((refusal2) => mayReplace(refusal2.action, action.observed))) continue;
    try {
      await act(action, client);
      onDone(action);
    } catch (error) {
      if (!(error instanceof ManagementError) || !concernsOneRoute(error)) throw error;
      refusals.push({ action, error });
    }
  }
  return refusals;
}
function mayReplace(action, route2) {
  return action.kind !== "delete" && networkOf2(route2)?.overlaps(Cidr.around(action.network)) === true;
}
async function act(action, client) {
  if (action.kind === "create") {
    await client.createRoute(action.request);
    return;
  }
  const { observed } = action;
  const now = await client.findRoute(observed.id);
  if (now === void 0 && action.kind === "delete") return;
  if (!isDeepStrictEqual(now, observed)) throw changedMeanwhile(observed);
  if (action.kind === "delete") await client.deleteRoute(observed.id);
  else await client.replaceRoute(observed.id, action.request);
}
function concernsOneRoute({ problem, mayHaveHappened }) {
  return mayHaveHappened || problem === "refused" || problem === "conflict" || problem === "not-found";
}
function isSame(one, other) {
  return one.kind === other.kind && one.network === other.network && one.networkId === other.networkId && one.via === other.via;
}
function changedMeanwhile({ id }) {
  return new ManagementError(
    "conflict",
    `Somebody changed the route ${id} after it was looked at.`,
    "The next run looks again; look whether another program manages these routes."
  );
}
function somebodyElse() {
  return new ManagementError(
    "conflict",
    "Somebody else changes the same routes all the time.",
    "Look whether another cluster has a site with the same owner, or another program manages these routes."
  );
}

// lib/netbird/management/report.ts
function describeOutcome(url, { plan, refusals }) {
  const failed = refusals.map(
    ({ action, error }) => notice("failed", { ...error, subject: `${action.kind} ${placeOf(action)}` })
  );
  const last = failed.length === 0 ? summary(url, plan) : `${summary(url, plan)}; ${failed.length} failed`;
  return paragraphs(...failed, ...notices(plan), last);
}
function describeDone(action) {
  return [DONE[action.kind], ...cells(action)].join("  ");
}
var DONE = {
  create: "created",
  update: "updated",
  "re-point": "re-pointed",
  adopt: "adopted",
  delete: "deleted"
};
function describeError({ reason, remedy }) {
  return `${reason}
      ${remedy}`;
}
function cells(action) {
  return [action.network, action.via, action.reason];
}
function placeOf({ network, via }) {
  return `${network} by ${via}`;
}
function summary(url, { kept, problems, warnings }) {
  const parts = [
    `${count(kept.length, "route")} as wanted`,
    ...problems.length > 0 ? [`${count(problems.length, "problem")}`] : [],
    ...warnings.length > 0 ? [`${count(warnings.length, "warning")}`] : []
  ];
  return `${url}: ${parts.join(", ")}`;
}
function notices({ problems, warnings }) {
  return [...problems.map((one) => notice("problem", one)), ...warnings.map((one) => notice("warning", one))];
}
function notice(severity, { subject, reason, remedy }) {
  return `${severity}   ${subject}
      ${reason}
      ${remedy}`;
}
function paragraphs(...parts) {
  return parts.filter((part) => part !== "").join("\n\n");
}
function count(number3, what) {
  return `${number3} ${what}${number3 === 1 ? "" : "s"}`;
}

// lib/netbird/management/routes-file.ts
var ROUTES_FILE = "routes.json";

// lib/netbird/management/routes-program.ts
async function main() {
  const file = join(import.meta.dirname, ROUTES_FILE);
  const desired = parseDesiredRoutes(readFileSync2(file, "utf8"), file);
  const token = ApiToken.find(void 0, process.env);
  const client = new ManagementClient(desired.managementUrl, token);
  const outcome = await reconcile(desired, client, { onDone: (action) => console.log(describeDone(action)) });
  console.log(describeOutcome(desired.managementUrl, outcome));
  return outcome.plan.problems.length + outcome.refusals.length > 0 ? 1 : 0;
}
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ManagementError)) throw error;
  console.error(describeError(error));
  process.exitCode = 1;
}
