-- Water with free chlorine, and with germs that chlorine kills.
return {
  id = "check/chlorine_and_germs", version = 1,
  title = "Chlorine and germs agree",
  source = "Our own [drafted]: free chlorine kills faecal coliforms within half an hour, so a sample seldom has both",
  score = function(_, answer)
    local value = answer and answer.value
    if type(value) ~= "table" then return not_assessed("no answer was given") end
    if value.chlorine == true and value.coliforms == false then
      return credit(0, "the water has free chlorine and germs of faeces, which seldom go together: test it again")
    end
    return credit(1, "chlorine and germs agree")
  end,
  tests = {
    { name = "both", answer = { value = { chlorine = true, turbidity = true, coliforms = false } },
      expect = { credit = 0,
        reason = "the water has free chlorine and germs of faeces, which seldom go together: test it again" } },
    { name = "germs alone", answer = { value = { chlorine = false, coliforms = false } },
      expect = { credit = 1, reason = "chlorine and germs agree" } },
    { name = "chlorine alone", answer = { value = { chlorine = true, coliforms = true } },
      expect = { credit = 1 } },
    { name = "the germs are not told", answer = { value = { chlorine = true } },
      expect = { credit = 1 } },
    { name = "no answer", expect = { outcome = "not_assessed" } },
  },
}
