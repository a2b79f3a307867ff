package outlook

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// maxBodyBytes bounds the body of a request, unpacked.
const maxBodyBytes = 4 << 20

const unreadableBody = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."

var errTooLarge = errors.New("body is too large")

// properties are the members of a JSON object, by their name in Graph.
type properties map[string]json.RawMessage

// readObject reads the body as an object, or answers the call. Names must be
// spelled as the dialect spells them; what stands under a name of the other
// dialect is found under a name that nobody knows.
func (c *call) readObject() (properties, bool) {
	raw, err := c.readBody()
	switch {
	case errors.Is(err, errTooLarge):
		c.fail(http.StatusRequestEntityTooLarge, "ErrorMessageSizeExceeded", "The request exceeds the maximum size.")
		return nil, false
	case errors.Is(err, errors.ErrUnsupported):
		c.fail(http.StatusUnsupportedMediaType, codeBadRequest, "The content encoding is not supported.")
		return nil, false
	case err != nil:
		c.fail(http.StatusBadRequest, codeBadRequest, unreadableBody)
		return nil, false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil || members == nil {
		c.fail(http.StatusBadRequest, codeBadRequest, unreadableBody)
		return nil, false
	}
	return c.site.canonicalNames(members), true
}

// readBody unpacks gzip, which SDK clients use for every body (provider contract
// 8.1). errors.ErrUnsupported is another packing.
func (c *call) readBody() ([]byte, error) {
	raw, err := readAtMost(c.r.Body)
	if err != nil {
		return nil, err
	}
	switch encoding := headerValue(c.r.Header, "Content-Encoding"); {
	case encoding == "" || strings.EqualFold(encoding, "identity"):
		return raw, nil
	case !strings.EqualFold(encoding, "gzip"):
		return nil, errors.ErrUnsupported
	}
	packed, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return readAtMost(packed)
}

func readAtMost(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxBodyBytes+1))
	if err == nil && len(raw) > maxBodyBytes {
		return nil, errTooLarge
	}
	return raw, err
}

// canonicalNames gives members their names in Graph. Annotations are as they are
// in both dialects.
func (s *site) canonicalNames(members map[string]json.RawMessage) properties {
	if !s.pascal {
		return members
	}
	named := make(properties, len(members))
	for name, value := range members {
		switch first := name[:min(1, len(name))]; {
		case first >= "A" && first <= "Z":
			named[strings.ToLower(first)+name[1:]] = value
		case first >= "a" && first <= "z":
			named["\x00"+name] = value // spelled as in Graph: no such property here
		default:
			named[name] = value
		}
	}
	return named
}

// spelled is the inverse of canonicalNames, for messages.
func (s *site) spelled(name string) string {
	if foreign, ok := strings.CutPrefix(name, "\x00"); ok {
		return foreign
	}
	e := encoder{pascal: s.pascal}
	return string(e.appendCased(nil, name))
}
