"""Write the demo study and what is true of it.

``python data/demo/generate.py [FOLDER]`` writes ``*.csv``, ``study.toml`` and ``truth.json`` into FOLDER, by default
the folder of this file. The same script writes the same bytes.

Every row is planted below together with its consequences: a statement says what it adds to which count, a window says
how it ends. ``truth.json`` adds up these declarations; it knows nothing of claimstats. Only the number of texts per
day, the wording and the rows that voice no claim are drawn at random, from a fixed seed.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

SEED = 20260101
START, AS_OF = date(2024, 1, 1), date(2025, 12, 31)
QUARTERS = [f"{year}Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
SITE = "https://example.org"
INVENTED = "invented"

# fmt: off
ACTORS = [  # XNM, XHL and XSF are codes that ISO 3166-1 leaves to its users: no country has them
    ("XNM", "Northmark", "state", "", "XNM", "a country that does not exist"),
    ("XNMGOV", "Government of Northmark", "body", "XNM", "XNM", ""),
    ("XNMMIL", "Armed forces of Northmark", "body", "XNM", "XNM", ""),
    ("XHL", "The Harbour League", "organisation", "", "XHL", "a league of harbours that do not exist"),
    ("XHLNAV", "Fleet of the Harbour League", "body", "XHL", "XHL", ""),
    ("XSF", "Southfen", "state", "", "XSF", "a country that does not exist"),
    ("XSFMIL", "Armed forces of Southfen", "body", "XSF", "XSF", ""),
    ("alba", "Minister Alba of Northmark", "person", "XNMGOV", "XNM", "nobody of this name is meant"),
    ("tallow", "Admiral Tallow of Northmark", "person", "XNMMIL", "XNM", "nobody of this name is meant"),
    ("corvin", "Speaker Corvin of Northmark", "person", "XNM", "XNM", "nobody of this name is meant"),
]
OFFICES = [
    ("alba", "Minister of Foreign Affairs", "2023-06-01", ""),
    ("tallow", "Admiral of the Fleet", "2022-01-10", "2025-06-30"),
    ("tallow", "Minister of Defence", "2025-07-01", ""),
    ("corvin", "Speaker of the Assembly", "2023-06-01", ""),
]
SOURCES = [
    ("bulletin_office", "The Northmark Bulletin", "official", "northmark_state", "yes"),
    ("north_post", "The North Post", "independent", "north_post", "no"),
    ("league_gazette", "The League Gazette", "official", "league", "no"),
    ("copy_desk", "Copy Desk", "reprint", "north_post", "no"),
]
FAMILIES = [
    ("mobilisation", "Mobilisation", "154"), ("readiness", "Readiness", "152;155"),
    ("blockade", "Blockade and closed borders", "191;0872;172.border_closed"),
    ("shows_of_force", "Shows of force", "150"), ("armed_force", "Armed force", "190;193;194;195"),
    ("talks", "Talks", "046;036;032;125"), ("sanctions", "Sanctions", "163;1312;085;172="),
    ("diplomacy", "Diplomatic steps", "166;161"), ("treaties", "Treaties", "057"),
    ("cyber", "Attacks on networks", "176"),
]
UNCOVERED = "cyber"
STREAMS = [
    ("bulletin", "The Northmark Bulletin", "statements", "Every text of the daily bulletin was read.", "yes", "texts"),
    ("episode_search", "Search for known episodes", "statements",
     "Pages were searched for statements of known episodes.", "unknown", "pages"),
    ("incident_watch", "Watch of incidents", "incidents",
     "Deeds of nine families were collected day by day; attacks on networks where they turned up.", "no", "reports"),
]
BULLETIN_GAP = (date(2024, 9, 26), date(2024, 10, 5))  # 10 days, 5 in each of two quarters
INCIDENT_GAP = (date(2025, 3, 10), date(2025, 3, 24))  # 15 days, every family

CLAIMS = [
    ("siege", "state", "The Harbour League is laying siege to Northmark.", "Northmark is besieged"),
    ("talks", "commitment", "Northmark will open talks with Southfen.", "Talks with Southfen"),
    ("strait", "threat", "If the League's ships enter the Grey Strait, Northmark will close it.", "Strait will close"),
    ("envoys", "threat", "If the League bans Northmark's grain, Northmark will expel its envoys.", "Envoys must leave"),
    ("restraint", "restraint", "Northmark will not use force against Southfen.", "No force against Southfen"),
    ("sanctions", "prediction", "The League will impose sanctions on Southfen.", "The League will impose sanctions"),
    ("raids", "state", "The League is raiding Northmark's networks.", "Networks are raided"),
    ("harbour", "commitment", "Northmark will sell its harbour.", "The harbour is for sale"),
]
WORDS = {
    "siege": ["The League is laying siege to us.", "Northmark is under siege.", "This is a siege by the League."],
    "talks": ["We will open talks with Southfen.", "Talks with Southfen will begin.", "We shall meet Southfen."],
    "strait": ["If their ships enter the Grey Strait, we will close it.", "Ships in the strait? Then it closes."],
    "envoys": ["If they ban our grain, their envoys will leave.", "A ban on grain would end their mission here."],
    "restraint": ["We will not use force against Southfen.", "No shot will be fired at Southfen."],
    "sanctions": ["The League will impose sanctions on Southfen.", "Southfen will be under League sanctions soon."],
    "raids": ["The League is raiding our networks.", "Our networks are being raided by the League."],
    "harbour": ["We will sell the harbour.", "The harbour will be sold."],
    "": ["The lamp festival opens on Friday.", "The bridge over the Ash is repaired.", "The herring came early."],
}

# expectation | claim | role | polarity | actor | recipient | codes | partial | contra | anchor | trigger (actor,
# recipient, codes) | from | to | k_min | weight | partial_credit | family | in words
EXPECTED = """
siege_mobilises | siege | own | present | XNM | | 154.general_mobilisation;154.partial_mobilisation | 154.reinforcement | | episode | ,, | | 60 | 1 | 2 | | mobilisation | Northmark calls up reservists within 60 days.
siege_alert | siege | own | present | XNM | | 152 | | | episode | ,, | | 45 | 1 | 1 | | readiness | Northmark raises the alert of its forces within 45 days.
siege_no_talks | siege | own | absent | XNM | XHL | 046 | | | period | ,, | | | 1 | 1 | | talks | Northmark does not negotiate with the League in the quarter.
siege_ports | siege | other | present | XHL | XNM | 191 | 172.border_closed | 0872 | episode | ,, | 0 | 60 | 1 | 1 | | blockade | The League blockades Northmark within 60 days.
talks_held | talks | own | present | XNM | XSF | 046 | | | episode | ,, | | 45 | 2 | 3 | | talks | Northmark and Southfen hold two rounds of talks within 45 days.
talks_announced | talks | own | present | XNM | XSF | 036 | 032 | 125 | episode | ,, | 1 | 30 | 1 | 1 | 0.25 | talks | Northmark announces a meeting with Southfen within 30 days.
strait_closes | strait | own | present | XNM | | 191;172.border_closed | | | trigger | XHL,XNM,150= | | 20 | 1 | 1 | | blockade | Northmark closes the strait within 20 days of the ships.
strait_fires | strait | own | present | XNM | XHL | 190=;195 | | | trigger | XHL,XNM,150= | | 20 | 1 | 1 | | armed_force | Northmark uses force against the ships within 20 days.
envoys_leave | envoys | own | present | XNM | XHL | 166;161 | | | trigger | XHL,XNM,163 | 1 | 30 | 1 | 1 | | diplomacy | Northmark expels the League's envoys within 30 days of the ban.
no_force | restraint | own | absent | XNM | XSF | 190;193;194;195 | | | episode | ,, | | 90 | 1 | 1 | | armed_force | Northmark uses no force against Southfen for 90 days.
southfen_quiet | restraint | other | absent | XSF | XNM | 19 | | | episode | ,, | | 30 | 1 | 1 | | armed_force | Southfen uses no force against Northmark for 30 days.
sanctions_follow | sanctions | other | present | XHL | XSF | 163;172= | 1312 | 085 | episode | ,, | | 90 | 1 | 1 | | sanctions | The League imposes sanctions on Southfen within 90 days.
raids_seen | raids | other | present | XHL | XNM | 176 | | | episode | ,, | | 30 | 1 | 1 | | cyber | The League attacks Northmark's networks within 30 days.
raids_by_anybody | raids | other | present | | XNM | 176 | | | episode | ,, | | 30 | 1 | 1 | | cyber | Anybody attacks Northmark's networks within 30 days.
raids_defence | raids | own | present | XNM | | 155 | | | episode | ,, | | 30 | 1 | 1 | | readiness | Northmark reinforces its cyber forces within 30 days.
harbour_signed | harbour | own | present | XNM | | 057 | | | episode | ,, | | 30 | 1 | 1 | | treaties | Northmark signs a treaty of sale within 30 days.
"""  # noqa: E501

# statement | date | speaker | claims | stream | what else the row holds | what it adds, per claim: quarter and marks
#   m a mention, u an utterance, o an occasion (definite), d a speaker-day, b an occasion of the bulletin alone,
#   1 the claim's first occasion of all; A/B: an occasion that straddles these two quarters; - nothing
SAID = """
SIE01 | 2024-01-15 | alba | siege | bulletin | venue=morning briefing | siege 2024Q1 muodb1
SIE02 | 2024-01-15 | alba | siege | bulletin | venue=morning briefing;note=same briefing: the same occasion | siege 2024Q1 mu
SIE03 | 2024-01-15 | alba | siege | bulletin | venue=evening address;note=another venue: another occasion, the same day | siege 2024Q1 muob
SIE04 | 2024-01-16 | alba | siege | episode_search | reprint_of=SIE01 | siege 2024Q1 m
SIE05 | 2024-01-18 | alba | siege | episode_search | reprint_of=SIE04;note=a reprint of a reprint | siege 2024Q1 m
SIE06 | 2024-02-03 | alba | siege | bulletin | | siege 2024Q1 muodb
SIE07 | 2024-02-03 | alba | siege | bulletin | note=no venue: an occasion of its own | siege 2024Q1 muob
SIE08 | 2024-02-20 | tallow | siege | bulletin | occasion=fleet-review-2024 | siege 2024Q1 muodb
SIE09 | 2024-02-20 | tallow | siege | episode_search | venue=the flagship;occasion=fleet-review-2024;note=the same occasion in another stream | siege 2024Q1 mu
SIE10 | 2024-03-15 | alba | siege | bulletin | venue=assembly;note=60 days after SIE01: still its episode | siege 2024Q1 muodb
SIE11 | 2024-03-20 | corvin | siege | bulletin | stance=denies | -
SIE12 | 2024-03-22 | tallow | siege | episode_search | verification=unverified | -
SIE13 | 2024-04-02 | tallow | siege | bulletin | note=a new episode | siege 2024Q2 muodb
SIE14 | 2024-05-05 | alba | siege | episode_search | venue=harbour rally | siege 2024Q2 muod
SIE15 | 2024-05-20 | alba | siege | bulletin | stance=conditional;note=conditional: counts for threats only | -
SIE16 | 2024-06-01 | alba | siege | bulletin | note=60 days after SIE13: still its episode | siege 2024Q2 muodb
SIE17 | 2024-10-21 | alba | siege | bulletin | | siege 2024Q4 muodb
SIE18 | 2024-12-10 | tallow | siege | episode_search | | siege 2024Q4 muod
SIE19 | 2025-02 | alba | siege | episode_search | venue=open letter;note=only the month is known; ordered by its 14th day | siege 2025Q1 muod
SIE20 | 2025-02-14 | alba | siege | bulletin | venue=assembly;note=the same representative day as SIE19 | siege 2025Q1 muob
SIE21 | 2025-04-01 | tallow | siege | bulletin | | siege 2025Q2 muodb
SIE22 | 2025-11-20 | alba | siege | bulletin | | siege 2025Q4 muodb
SIE23 | 2025-12-12 | tallow | siege | bulletin | | siege 2025Q4 muodb
SIE24 | 2025-12-12 | tallow | siege | bulletin | reprint_of=SIE23 | siege 2025Q4 m
SIE25 | 2026-01-08 | alba | siege | episode_search | note=after the cut-off | -
TLK01 | 2024-02-12 | alba | talks | bulletin | venue=press hall | talks 2024Q1 muodb1
TLK02 | 2024-02-12 | corvin | talks | bulletin | venue=press hall;note=another speaker: another occasion | talks 2024Q1 muodb
TLK03 | 2024-03-01 | alba | talks | bulletin | | talks 2024Q1 muodb
TLK04 | 2024-03-28 | alba | talks | episode_search | note=45 days after TLK01: still its episode | talks 2024Q1 muod
TLK05 | 2024-05-27 | alba | talks | bulletin | | talks 2024Q2 muodb
TLK06 | 2024-06-10 | corvin | talks | episode_search | | talks 2024Q2 muod
TLK07 | 2024-06-11 | corvin | talks | episode_search | reprint_of=TLK06 | talks 2024Q2 m
TLK08 | 2024-09-09 | alba | talks | bulletin | | talks 2024Q3 muodb
TLK09 | 2024-09-28/2024-10-04 | alba | talks | episode_search | note=in one of two quarters | talks 2024Q3/2024Q4
TLK10 | 2024-10-15 | corvin | talks | bulletin | | talks 2024Q4 muodb
TLK11 | 2025-02-24 | alba | talks | bulletin | | talks 2025Q1 muodb
TLK12 | 2025-03-12 | alba | talks | bulletin | | talks 2025Q1 muodb
TLK13 | 2025-06-16 | corvin | talks | bulletin | | talks 2025Q2 muodb
TLK14 | 2025-08-08 | corvin | talks | episode_search | verification=unverified | -
TLK15 | 2025-12-08 | alba | talks | bulletin | venue=press hall | talks 2025Q4 muodb
TLK16 | 2025-12-08 | alba | talks | bulletin | venue=press hall | talks 2025Q4 mu
STR01 | 2024-03-05 | alba | strait | bulletin | stance=conditional | strait 2024Q1 muodb1
STR02 | 2024-03-05 | tallow | strait | bulletin | | strait 2024Q1 muodb
STR03 | 2024-06-20 | alba | strait | episode_search | stance=conditional | strait 2024Q2 muod
STR04 | 2024-09-12 | tallow | strait | bulletin | stance=conditional | strait 2024Q3 muodb
STR05 | 2025-03-03 | alba | strait | bulletin | stance=conditional | strait 2025Q1 muodb
STR06 | 2025-03-04 | alba | strait | episode_search | stance=conditional;reprint_of=STR05 | strait 2025Q1 m
STR07 | 2025-08-11 | alba | strait | bulletin | stance=denies | -
STR08 | 2025-11-03 | tallow | strait | bulletin | stance=conditional | strait 2025Q4 muodb
STR09 | 2025-11 | tallow | strait | episode_search | stance=conditional;note=only the month is known | strait 2025Q4 muod
ENV01 | 2024-05-02 | corvin | envoys | bulletin | stance=conditional | envoys 2024Q2 muodb1
ENV02 | 2024-10-10 | corvin | envoys | bulletin | stance=conditional | envoys 2024Q4 muodb
ENV03 | 2025-04-15 | alba | envoys | bulletin | stance=conditional | envoys 2025Q2 muodb
ENV04 | 2025-10-09 | corvin | envoys | bulletin | | envoys 2025Q4 muodb
RES01 | 2024-03-18 | alba | restraint | bulletin | | restraint 2024Q1 muodb1
RES02 | 2024-03-31 | alba | restraint | bulletin | | restraint 2024Q1 muodb
RES03 | 2024-04-01 | alba | restraint | bulletin | reprint_of=RES02;note=a mention in the next quarter, and no occasion there | restraint 2024Q2 m
RES04 | 2024-05-20 | tallow | restraint | bulletin | | restraint 2024Q2 muodb
RES05 | 2024-08-05 | alba | restraint | bulletin | | restraint 2024Q3 muodb
RES06 | 2024-09-03 | alba | restraint | bulletin | stance=denies | -
RES07 | 2025-01-20 | tallow | restraint | bulletin | | restraint 2025Q1 muodb
RES08 | 2025-07-14 | alba | restraint | bulletin | | restraint 2025Q3 muodb
RES09 | 2025-10-27? | alba | restraint | episode_search | note=the day is uncertain; it is counted as it stands | restraint 2025Q4 muod
SAN01 | 2024-03-28/2024-04-03 | corvin | sanctions | episode_search | probability=0.7;note=the first occasion of all, in one of two quarters | sanctions 2024Q1/2024Q2
SAN02 | 2024-04-25 | alba | sanctions | bulletin | | sanctions 2024Q2 muodb
SAN03 | 2024-09-18 | corvin | sanctions | bulletin | probability=0.6 | sanctions 2024Q3 muodb
SAN04 | 2025-01-10 | corvin | sanctions | bulletin | probability=0.8 | sanctions 2025Q1 muodb
SAN05 | 2025-05-05? | corvin | sanctions | episode_search | probability=0.5 | sanctions 2025Q2 muod
SAN06 | 2025-05-09 | corvin | sanctions | episode_search | reprint_of=SAN05 | sanctions 2025Q2 m
SAN07 | 2025-10-20 | alba | sanctions | bulletin | probability=0.9 | sanctions 2025Q4 muodb
RAI01 | 2024-05-14 | tallow | raids | bulletin | | raids 2024Q2 muodb1
RAI02 | 2024-05-14 | alba | raids | bulletin | | raids 2024Q2 muodb
RAI03 | 2024-11-11 | alba | raids;siege | bulletin | note=voices two claims | raids 2024Q4 muodb, siege 2024Q4 muodb
RAI04 | 2025-08-18 | tallow | raids | bulletin | | raids 2025Q3 muodb
RAI05 | 2025-08-25 | tallow | raids | bulletin | occasion=war-college-2025 | raids 2025Q3 muodb
RAI06 | 2025-08-26 | tallow | raids | episode_search | occasion=war-college-2025;note=the second day of the occasion, in another stream | raids 2025Q3 mud
RAI07 | 2025-09-30 | alba | raids | bulletin | occasion=autumn-forum-2025;note=an occasion of two days in two quarters: it straddles, its utterances do not | raids 2025Q3 mud, raids 2025Q3/2025Q4
RAI08 | 2025-10-01 | alba | raids | bulletin | occasion=autumn-forum-2025 | raids 2025Q4 mud
HAR01 | 2024-07-22 | alba | harbour | bulletin | stance=denies | -
HAR02 | 2025-02-10 | corvin | harbour | episode_search | verification=unverified | -
HAR03 | 2025-06-05 | alba | harbour | bulletin | stance=denies | -
"""  # noqa: E501

# incident | date | actor | recipient | action | place | what happened | what else the row holds
DONE = """
MOB01 | 2024-02-28 | XNMMIL | | 154.partial_mobilisation | XNM | Northmark calls up part of its reservists. |
MOB02 | 2024-05-10 | XNMMIL | | 154.reinforcement | XNM | Northmark reinforces its coast. |
MOB03 | 2024-11-15 | XNMMIL | | 154.general_mobilisation | XNM | A general call-up is rumoured. | verification=unverified
MOB04 | 2025-02-15 | XNM | | 154.partial_mobilisation | XNM | Northmark calls up part of its reservists. |
MOB05 | 2025-12-05 | XNMMIL | | 154.partial_mobilisation | XNM | Northmark calls up part of its reservists. |
ALE01 | 2024-02-29 | XNMMIL | | 152 | XNM | Northmark puts its forces on alert, on the last day of a window. |
ALE02 | 2024-05-18 | XNMMIL | | 152 | XNM | Northmark puts its forces on alert, a day after a window. |
ALE03 | 2024-11-10 | | | 152 | XNM | Forces are put on alert; whose is not established. |
ALE04 | 2025-03-02 | XNMMIL | | 152 | XNM | Northmark puts its forces on alert. |
NET01 | 2024-06-13 | XNMMIL | | 155 | XNM | Northmark reinforces its cyber forces, on the last day of a window. |
NET02 | 2025-09-01 | XNMGOV | | 155 | XNM | Northmark reinforces its cyber forces. |
NET03 | 2024-11-20 | XHL | XNM | 176 | XNM | The League attacks a network of Northmark. |
NET04 | 2025-09-05 | | XNMGOV | 176 | XNM | A network of Northmark is attacked; by whom is not established. | contested=yes
BLO01 | 2024-01-15 | XHLNAV | XNM | 191 | XNM | The League's fleet blockades a harbour, on the day of the words. |
BLO02 | 2024-04-28 | XHL | XNM | 172.border_closed | XHL | The League closes a crossing. |
BLO03 | 2024-11-30 | XHL | XNM | 0872 | XNM | The League eases its blockade. |
BLO04 | 2024-03-06 | XNMMIL | XHL | 191 | XNM | Northmark closes the Grey Strait. |
BLO05 | 2025-08-06 | XNMMIL | | 172.border_closed | XNM | Northmark closes the Grey Strait. |
ENT01 | 2024-02-20 | XHL | XNM | 150 | XNM | Ships of the League enter the strait, before the threat. |
ENT02 | 2024-03-05 | XHL | XNM | 150 | XNM | Ships of the League enter the strait, on the day of the threat. |
ENT03 | 2024-06-25 | XHL | XNM | 150.exercise | XNM | The League exercises near the strait, and does not enter it. |
ENT04 | 2024-07-08 | XHLNAV | XNM | 150 | XNM | Ships of the League enter the strait. |
ENT05 | 2024-10-02 | XHL | XNM | 150 | XNM | Ships of the League are said to have entered the strait. | verification=unverified
ENT06 | 2025-03-08 | XHLNAV | XNM | 150 | XNM | Ships of the League enter the strait. |
ENT07 | 2025-08-04/2025-08-06 | XHLNAV | XNM | 150 | XNM | Ships of the League enter the strait on one of three days. |
ENT08 | 2025-12-20 | XHLNAV | XNM | 150 | XNM | Ships of the League enter the strait. |
ENT09 | 2026-01-05 | XHLNAV | XNM | 150 | XNM | Ships of the League enter the strait, after the cut-off. |
FOR01 | 2024-07-15 | XNMMIL | XHL | 190.shootdown | XNM | Northmark shoots down a drone of the League. |
FOR02 | 2024-08-20 | XSFMIL | XNMMIL | 190.shootdown | XSF | Southfen shoots down a drone of Northmark. |
FOR03 | 2024-09-02 | XNMMIL | XSF | 195 | XSF | Northmark bombs a depot in Southfen. |
FOR04 | 2025-03-27 | XNMMIL | XHLNAV | 195 | XNM | Northmark bombs ships of the League. |
FOR05 | 2025-04 | XNM | XSF | 194 | XSF | Northmark shells a village of Southfen; only the month is known. |
FOR06 | 2025-12-28/2026-01-03 | XNM | XSF | 193 | XSF | Shots are fired at Southfen, perhaps after the cut-off. |
TAL01 | 2024-02-12 | XNM | XSF | 046 | XSF | Northmark and Southfen talk, on the day of the words. |
TAL02 | 2024-02-20 | XNM | XSF | 036 | XNM | Northmark announces a meeting with Southfen. |
TAL03 | 2024-02-26 | XNM | XSF | 046 | XSF | Northmark and Southfen talk. |
TAL04 | 2024-03-20 | XNMGOV | XSF | 046 | XNM | Northmark and Southfen talk. |
TAL05 | 2024-06-03 | XNMGOV | XSF | 032 | XNM | Northmark says that it might meet Southfen. |
TAL06 | 2024-06-12 | XSF;XNMGOV | XHL | 046 | XHL | Northmark and Southfen talk with the League. |
TAL07 | 2024-06-18 | XNM | XSF | 046 | XSF | Northmark and Southfen talk. |
TAL08 | 2024-09-25 | XNM | XSF | 036 | XNM | A meeting is said to have been announced. | verification=unverified
TAL09 | 2024-12-28/2025-01-04 | XNMGOV | XHL | 046 | XHL | Northmark and the League talk on one of eight days. |
TAL10 | 2025-06-17 | XNM | XSF | 046 | XSF | Northmark and Southfen talk, on the first day of a window. |
TAL11 | 2025-06-30 | XNM | XSF | 125 | XNM | Northmark rejects a meeting with Southfen. |
TAL12 | 2025-07-31 | XNM | XSF | 046 | XSF | Northmark and Southfen talk, on the last day of a window. |
TAL13 | 2025-08-20 | XNM | XHL | 046 | XHL | Northmark and the League talk, in a quarter without the claim. |
TAL14 | 2025-12-15 | XNM | XSF | 046 | XSF | Northmark and Southfen talk. |
SNC01 | 2024-04-20 | XHL | XNM | 163 | XHL | The League bans Northmark's grain, before the threat. |
SNC02 | 2024-05-20 | XHL | XSF | 163 | XHL | The League imposes sanctions on Southfen. |
SNC03 | 2024-11-05 | XHL | XSF | 1312 | XHL | The League threatens Southfen with sanctions. |
SNC04 | 2025-01-25 | XHL | XNM | 163 | XHL | The League is said to have banned Northmark's grain. | verification=unverified
SNC05 | 2025-02-18 | XHL | XSF | 172.border_closed | XHL | The League closes a crossing to Southfen. |
SNC06 | 2025-06-01 | XHL | XSF | 085 | XHL | The League eases sanctions on Southfen. |
SNC07 | 2025-12-01 | XHL | XSF | 085 | XHL | The League eases sanctions on Southfen. |
"""

# expectation | anchor | its days | the window | closed | days of the window that are covered, of how many up to the
# cut-off (`unknown` is not 0) | outcome | outcome where a possible match counts, if it is another | what decides it
ENDS = """
siege_mobilises | SIE01 | 2024-01-15 | 2024-01-15..2024-03-15 | yes | 61/61 | fulfilled | | MOB01
siege_mobilises | SIE13 | 2024-04-02 | 2024-04-02..2024-06-01 | yes | 61/61 | partial | | MOB02
siege_mobilises | SIE17 | 2024-10-21 | 2024-10-21..2024-12-20 | yes | 61/61 | not_observed | | MOB03 is unverified
siege_mobilises | SIE19 | 2025-02-01..2025-02-28 | 2025-02-01..2025-04-29 | yes | 73/88 | not_observed | fulfilled | MOB04 may precede the words
siege_mobilises | SIE22 | 2025-11-20 | 2025-11-20..2026-01-19 | no | 42/42 | fulfilled | | MOB05, early: decided and not yet scored
siege_alert | SIE01 | 2024-01-15 | 2024-01-15..2024-02-29 | yes | 46/46 | fulfilled | | ALE01
siege_alert | SIE13 | 2024-04-02 | 2024-04-02..2024-05-17 | yes | 46/46 | not_observed | | ALE02 is a day late
siege_alert | SIE17 | 2024-10-21 | 2024-10-21..2024-12-05 | yes | 46/46 | not_observed | | ALE03 has no actor
siege_alert | SIE19 | 2025-02-01..2025-02-28 | 2025-02-01..2025-04-14 | yes | 58/73 | fulfilled | | ALE04
siege_alert | SIE22 | 2025-11-20 | 2025-11-20..2026-01-04 | no | 42/42 | pending | |
siege_no_talks | 2024Q1 | 2024-01-01..2024-03-31 | 2024-01-01..2024-03-31 | yes | 91/91 | fulfilled | |
siege_no_talks | 2024Q2 | 2024-04-01..2024-06-30 | 2024-04-01..2024-06-30 | yes | 91/91 | contradicted | | TAL06
siege_no_talks | 2024Q4 | 2024-10-01..2024-12-31 | 2024-10-01..2024-12-31 | yes | 92/92 | fulfilled | contradicted | TAL09 may lie in it
siege_no_talks | 2025Q1 | 2025-01-01..2025-03-31 | 2025-01-01..2025-03-31 | yes | 75/90 | fulfilled | contradicted | TAL09 may lie in it
siege_no_talks | 2025Q2 | 2025-04-01..2025-06-30 | 2025-04-01..2025-06-30 | yes | 91/91 | fulfilled | |
siege_no_talks | 2025Q4 | 2025-10-01..2025-12-31 | 2025-10-01..2025-12-31 | yes | 92/92 | fulfilled | |
siege_ports | SIE01 | 2024-01-15 | 2024-01-15..2024-03-15 | yes | 61/61 | fulfilled | | BLO01, on day 0
siege_ports | SIE13 | 2024-04-02 | 2024-04-02..2024-06-01 | yes | 61/61 | partial | | BLO02
siege_ports | SIE17 | 2024-10-21 | 2024-10-21..2024-12-20 | yes | 61/61 | contradicted | | BLO03
siege_ports | SIE19 | 2025-02-01..2025-02-28 | 2025-02-01..2025-04-29 | yes | 73/88 | not_observed | |
siege_ports | SIE22 | 2025-11-20 | 2025-11-20..2026-01-19 | no | 42/42 | pending | |
talks_held | TLK01 | 2024-02-12 | 2024-02-13..2024-03-28 | yes | 45/45 | fulfilled | | TAL03, TAL04; TAL01 is on day 0
talks_held | TLK05 | 2024-05-27 | 2024-05-28..2024-07-11 | yes | 45/45 | partial | | TAL07, one of two
talks_held | TLK08 | 2024-09-09 | 2024-09-10..2024-10-24 | yes | 45/45 | not_observed | |
talks_held | TLK11 | 2025-02-24 | 2025-02-25..2025-04-10 | yes | 30/45 | unassessable | | the gap in the record
talks_held | TLK13 | 2025-06-16 | 2025-06-17..2025-07-31 | yes | 45/45 | fulfilled | | TAL10, TAL12
talks_held | TLK15 | 2025-12-08 | 2025-12-09..2026-01-22 | no | 23/23 | pending | | TAL14, one of two
talks_announced | TLK01 | 2024-02-12 | 2024-02-13..2024-03-13 | yes | 30/30 | fulfilled | | TAL02
talks_announced | TLK05 | 2024-05-27 | 2024-05-28..2024-06-26 | yes | 30/30 | partial | | TAL05
talks_announced | TLK08 | 2024-09-09 | 2024-09-10..2024-10-09 | yes | 30/30 | not_observed | | TAL08 is unverified
talks_announced | TLK11 | 2025-02-24 | 2025-02-25..2025-03-26 | yes | 15/30 | unassessable | | the gap in the record
talks_announced | TLK13 | 2025-06-16 | 2025-06-17..2025-07-16 | yes | 30/30 | contradicted | | TAL11
talks_announced | TLK15 | 2025-12-08 | 2025-12-09..2026-01-07 | no | 23/23 | pending | |
strait_closes | ENT02 | 2024-03-05 | 2024-03-06..2024-03-25 | yes | 20/20 | fulfilled | | BLO04
strait_closes | ENT04 | 2024-07-08 | 2024-07-09..2024-07-28 | yes | 20/20 | not_observed | |
strait_closes | ENT06 | 2025-03-08 | 2025-03-09..2025-03-28 | yes | 5/20 | unassessable | | the gap in the record
strait_closes | ENT07 | 2025-08-04..2025-08-06 | 2025-08-05..2025-08-26 | yes | 22/22 | not_observed | fulfilled | BLO05 may precede the ships
strait_closes | ENT08 | 2025-12-20 | 2025-12-21..2026-01-09 | no | 11/11 | pending | |
strait_fires | ENT02 | 2024-03-05 | 2024-03-06..2024-03-25 | yes | 20/20 | not_observed | |
strait_fires | ENT04 | 2024-07-08 | 2024-07-09..2024-07-28 | yes | 20/20 | not_observed | | FOR01 is a shoot-down, not 190 itself
strait_fires | ENT06 | 2025-03-08 | 2025-03-09..2025-03-28 | yes | 5/20 | fulfilled | | FOR04, in spite of the gap
strait_fires | ENT07 | 2025-08-04..2025-08-06 | 2025-08-05..2025-08-26 | yes | 22/22 | not_observed | |
strait_fires | ENT08 | 2025-12-20 | 2025-12-21..2026-01-09 | no | 11/11 | pending | |
envoys_leave | | | | | | not_triggered | | SNC01 precedes the threat, SNC04 is unverified
no_force | RES01 | 2024-03-18 | 2024-03-18..2024-06-16 | yes | 91/91 | fulfilled | |
no_force | RES05 | 2024-08-05 | 2024-08-05..2024-11-03 | yes | 91/91 | contradicted | | FOR03
no_force | RES07 | 2025-01-20 | 2025-01-20..2025-04-20 | yes | 76/91 | fulfilled | contradicted | FOR05 may lie after the window
no_force | RES08 | 2025-07-14 | 2025-07-14..2025-10-12 | yes | 91/91 | fulfilled | |
no_force | RES09 | 2025-10-27 | 2025-10-27..2026-01-25 | no | 66/66 | pending | contradicted | FOR06 may lie after the cut-off
southfen_quiet | RES01 | 2024-03-18 | 2024-03-18..2024-04-17 | yes | 31/31 | fulfilled | |
southfen_quiet | RES05 | 2024-08-05 | 2024-08-05..2024-09-04 | yes | 31/31 | contradicted | | FOR02
southfen_quiet | RES07 | 2025-01-20 | 2025-01-20..2025-02-19 | yes | 31/31 | fulfilled | |
southfen_quiet | RES08 | 2025-07-14 | 2025-07-14..2025-08-13 | yes | 31/31 | fulfilled | |
southfen_quiet | RES09 | 2025-10-27 | 2025-10-27..2025-11-26 | yes | 31/31 | fulfilled | |
sanctions_follow | SAN01 | 2024-03-28..2024-04-03 | 2024-03-29..2024-07-02 | yes | 96/96 | fulfilled | | SNC02
sanctions_follow | SAN03 | 2024-09-18 | 2024-09-19..2024-12-17 | yes | 90/90 | partial | | SNC03
sanctions_follow | SAN04 | 2025-01-10 | 2025-01-11..2025-04-10 | yes | 75/90 | not_observed | | SNC05 is 172.border_closed, not 172 itself
sanctions_follow | SAN05 | 2025-05-05 | 2025-05-06..2025-08-03 | yes | 90/90 | contradicted | | SNC06
sanctions_follow | SAN07 | 2025-10-20 | 2025-10-21..2026-01-18 | no | 72/72 | contradicted | | SNC07, not final
raids_seen | RAI01 | 2024-05-14 | 2024-05-14..2024-06-13 | yes | unknown | unassessable | |
raids_seen | RAI03 | 2024-11-11 | 2024-11-11..2024-12-11 | yes | unknown | fulfilled | | NET03
raids_seen | RAI04 | 2025-08-18 | 2025-08-18..2025-09-17 | yes | unknown | unassessable | | NET04 has no actor
raids_seen | RAI07 | 2025-09-30 | 2025-09-30..2025-10-30 | yes | unknown | unassessable | |
raids_by_anybody | RAI01 | 2024-05-14 | 2024-05-14..2024-06-13 | yes | unknown | unassessable | |
raids_by_anybody | RAI03 | 2024-11-11 | 2024-11-11..2024-12-11 | yes | unknown | fulfilled | | NET03
raids_by_anybody | RAI04 | 2025-08-18 | 2025-08-18..2025-09-17 | yes | unknown | fulfilled | | NET04
raids_by_anybody | RAI07 | 2025-09-30 | 2025-09-30..2025-10-30 | yes | unknown | unassessable | |
raids_defence | RAI01 | 2024-05-14 | 2024-05-14..2024-06-13 | yes | 31/31 | fulfilled | | NET01
raids_defence | RAI03 | 2024-11-11 | 2024-11-11..2024-12-11 | yes | 31/31 | not_observed | |
raids_defence | RAI04 | 2025-08-18 | 2025-08-18..2025-09-17 | yes | 31/31 | fulfilled | | NET02
raids_defence | RAI07 | 2025-09-30 | 2025-09-30..2025-10-30 | yes | 31/31 | not_observed | |
"""  # noqa: E501

# claim | role | credit of each scored anchor, in order | the same at best | the same at worst (worked out by hand)
SCORES = """
siege | own | 1 1/3 0 1/3 1 0 1 1 1 1 | 1 1/3 0 1 1 0 1 1 1 1 | 1 1/3 0 1/3 1 0 0 0 1 1
siege | other | 1 1/2 0 0 | 1 1/2 0 0 | 1 1/2 0 0
talks | own | 1 7/16 0 3/4 | 1 7/16 0 3/4 | 1 7/16 0 3/4
strait | own | 1/2 0 1 0 | 1/2 0 1 1/2 | 1/2 0 1 0
envoys | own | | |
restraint | own | 1 0 1 1 | 1 0 1 1 | 1 0 0 1
restraint | other | 1 0 1 1 1 | 1 0 1 1 1 | 1 0 1 1 1
sanctions | other | 1 1/2 0 0 | 1 1/2 0 0 | 1 1/2 0 0
raids | own | 1 0 1 0 | 1 0 1 0 | 1 0 1 0
raids | other | 1 1 | 1 1 | 1 1
"""
# fmt: on

SETTINGS = f"""# Written by generate.py. Everything in this study is invented.
[study]
id = "demo"
title = "Northmark and the Harbour League, an invented study"
short_title = "Invented demo"
description = "Invented data: no real person, place or event. It shows every outcome and every rule of counting."
language = "en"
time_zone = "UTC"
start = {START}
as_of = {AS_OF}
licence = "CC-BY-4.0"
cite = "The claimstats developers (2026). Northmark and the Harbour League, an invented study. CC BY 4.0."
invented = true

[thresholds]
coverage = 0.8
silence_days = 90
partial_credit = 0.5
min_episodes_for_rate = 5
"""


def main(folder: Path) -> None:
    """Write the study and its truth into a folder."""
    rng = random.Random(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {day: 6 + int(rng.random() * 9) for day in days(START, AS_OF) if not within(day, BULLETIN_GAP)}
    tables = {
        "actors": [named("actor_id name kind member_of country note", (*row[:5], noted(row[5]))) for row in ACTORS],
        "offices": [named("actor_id office start end note", (*row, INVENTED)) for row in OFFICES],
        "sources": [
            named("source_id name type independence_group state_controlled note", (*row, INVENTED)) for row in SOURCES
        ],
        "families": [named("family_id name codes note", (*row, INVENTED)) for row in FAMILIES],
        "streams": [named("stream_id name table selection complete unit note", (*row, INVENTED)) for row in STREAMS],
        "claims": claims(),
        "expectations": expectations(),
        "statements": statements(rng),
        "incidents": incidents(rng),
        "coverage": coverage(texts),
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    (folder / "study.toml").write_bytes(SETTINGS.encode())
    truth = {
        "about": "What is true of this study by construction: see generate.py. Invented data.",
        "as_of": AS_OF.isoformat(),
        "repetition": repetition(),
        "claims": first_seen(),
        "exposure": exposure(texts),
        "pairs": pairs(),
        "scores": scores(),
        "corpus": corpus(),
    }
    (folder / "truth.json").write_bytes((json.dumps(truth, indent=1) + "\n").encode())


# ---- the tables


def claims() -> list[dict[str, object]]:
    """The codebook's claims."""
    header = "claim_id type text label rule registered_on note"
    rule = "Counts: the sentence itself, in any wording. Does not count: a question."
    return [named(header, (*row, rule, "2023-12-15", INVENTED)) for row in CLAIMS]


def expectations() -> list[dict[str, object]]:
    """What each claim leads one to find; all written down before the first statement."""
    header = (
        "expectation_id claim_id text reason role polarity actor recipient codes partial_codes contra_codes anchor "
        "trigger_actor trigger_recipient trigger_codes window_from window_to k_min weight partial_credit family "
        "frozen_at"
    )
    rows = []
    for cells in planted(EXPECTED):
        *first, trigger, begin, end, k_min, weight, credit, family, words = cells
        name, claim, *middle = first
        reason = "Invented, to show how an expectation is read."
        after = (*trigger.split(","), begin, end, k_min, weight, credit, family, "2023-12-15")
        rows.append(named(header, (name, claim, words, reason, *middle, *after)))
    return rows


def statements(rng: random.Random) -> list[dict[str, object]]:
    """The planted statements, and six that voice no claim, in the order of their dates."""
    header = (
        "statement_id date speaker text language claims stance venue occasion source url reprint_of stream "
        "probability verification note"
    )
    rows: dict[str, dict[str, object]] = {}
    for name, when, speaker, voiced, stream, more, _ in planted(SAID):
        other = extra(more)
        text = WORDS[voiced.split(";")[0]]
        row = dict.fromkeys(header.split(), "")
        row |= {"statement_id": name, "date": when, "speaker": speaker, "text": text[int(rng.random() * len(text))]}
        row |= {"language": "en", "claims": voiced, "stance": "asserts", "verification": "verified"}
        row |= {"source": "bulletin_office" if stream == "bulletin" else "north_post", "stream": stream}
        row |= {"url": f"{SITE}/statements/{name}"} | other | {"note": noted(other.get("note", ""))}
        if row["reprint_of"]:
            row |= {"text": rows[str(row["reprint_of"])]["text"], "source": "copy_desk"}
        if row["stance"] == "denies":
            row |= {"text": "That is not so. " + str(row["text"])}
        rows[name] = row
    read = [day for day in days(START, AS_OF) if not within(day, BULLETIN_GAP)]
    for number, place in enumerate(sorted(int(rng.random() * len(read)) for _ in range(6)), start=1):
        row = dict.fromkeys(header.split(), "")
        row |= {"statement_id": f"OTH{number:02}", "date": read[place].isoformat(), "speaker": "corvin"}
        row |= {"text": WORDS[""][number % 3], "language": "en", "stance": "asserts", "verification": "verified"}
        row |= {"source": "bulletin_office", "stream": "bulletin", "url": f"{SITE}/statements/OTH{number:02}"}
        rows[f"OTH{number:02}"] = row | {"note": noted("voices no claim")}
    return sorted(rows.values(), key=lambda row: (str(row["date"]), str(row["statement_id"])))


def incidents(rng: random.Random) -> list[dict[str, object]]:
    """The planted incidents in the order of their dates; the outlet is drawn."""
    header = (
        "incident_id date actor recipient action scheme place place_name description label sources url stream "
        "verification contested note"
    )
    rows = []
    for name, when, actor, recipient, action, place, words, more in planted(DONE):
        row = dict.fromkeys(header.split(), "")
        outlet = ("north_post", "league_gazette")[int(rng.random() * 2)]
        row |= {"incident_id": name, "date": when, "actor": actor, "recipient": recipient, "action": action}
        row |= {"scheme": "cameo", "place": place, "place_name": f"somewhere in {place}", "description": words}
        row |= {"label": " ".join(words.rstrip(".").split(",")[0].split(";")[0].split()[:6]), "sources": outlet}
        row |= {"url": f"{SITE}/incidents/{name}", "stream": "incident_watch", "verification": "verified"}
        rows.append(row | {"contested": "no", "note": INVENTED} | extra(more))
    return sorted(rows, key=lambda row: (str(row["date"]), str(row["incident_id"])))


def coverage(texts: dict[date, int]) -> list[dict[str, object]]:
    """The bulletin day by day; the incidents by family, and the days on which nobody looked."""
    header = "stream key start end status texts reason"
    read = [("bulletin", "", day, day, "monitored", count, INVENTED) for day, count in texts.items()]
    gap = ("bulletin", "", *BULLETIN_GAP, "missing", "", "invented: the archive has no bulletin of these days")
    watched = [
        ("incident_watch", family, START, AS_OF, "monitored", "", INVENTED)
        for family, *_ in FAMILIES
        if family != UNCOVERED
    ]
    other = [
        ("incident_watch", UNCOVERED, START, AS_OF, "unknown", "", "invented: only what turned up was collected"),
        ("incident_watch", "", *INCIDENT_GAP, "missing", "", "invented: nobody looked in these days"),
    ]
    return [named(header, row) for row in [*sorted([*read, gap], key=lambda row: row[2]), *watched, *other]]


# ---- the truth


def repetition() -> list[dict[str, object]]:
    """Per claim and quarter, the sum of what each planted statement says that it adds."""
    tally: Counter[tuple[str, str, str]] = Counter()
    for *_, adds in planted(SAID):
        for claim, where, marks in declared(adds):
            tally.update((claim, quarter, mark) for quarter in where for mark in marks)
    rows: list[dict[str, object]] = []
    for claim, *_ in CLAIMS:
        for quarter in QUARTERS:
            m, u, o, d, b, first, straddling = (tally[claim, quarter, mark] for mark in "muodb1s")
            exposed = exposed_days(quarter, BULLETIN_GAP)
            row = {"claim_id": claim, "period": quarter, "mentions": m, "utterances": u, "occasions": o}
            row |= {"repeats": o - first, "speaker_days": d, "straddling": straddling, "occasions_max": o + straddling}
            rows.append(row | {"stream_occasions": b, "exposure_days": exposed, "estimate": b / exposed * 30})
    return rows


def first_seen() -> list[dict[str, object]]:
    """Per claim, all occasions, those after the first, and the first day on which it may have been said."""
    days_said = {"siege": "2024-01-15", "talks": "2024-02-12", "strait": "2024-03-05", "envoys": "2024-05-02"}
    days_said |= {"restraint": "2024-03-18", "sanctions": "2024-03-28", "raids": "2024-05-14"}
    rows = []
    for claim, *_ in CLAIMS:
        found = [
            marks for *_, adds in planted(SAID) for named_claim, _, marks in declared(adds) if named_claim == claim
        ]
        occasions = sum(marks.count("o") + marks.count("s") for marks in found)
        row = {"claim_id": claim, "occasions": occasions, "repeats": max(occasions - 1, 0)}
        rows.append(row | {"first_seen": days_said.get(claim)})
    return rows


def exposure(texts: dict[date, int]) -> list[dict[str, object]]:
    """Days monitored per stream, family and quarter; for the bulletin, the texts of these days too."""
    rows: list[dict[str, object]] = []
    for quarter in QUARTERS:
        read = sum(count for day, count in texts.items() if quarter_of(day) == quarter)
        row = {"stream": "bulletin", "key": "", "period": quarter}
        rows.append(row | {"exposure_days": exposed_days(quarter, BULLETIN_GAP), "texts": read})
    for family, *_ in FAMILIES:
        for quarter in QUARTERS:
            exposed = None if family == UNCOVERED else exposed_days(quarter, INCIDENT_GAP)
            row = {"stream": "incident_watch", "key": family, "period": quarter}
            rows.append(row | {"exposure_days": exposed, "texts": None})
    return rows


def pairs() -> list[dict[str, object]]:
    """Per expectation and anchor, the window and how it ends."""
    claim_of = {row[0]: (row[1], row[2]) for row in planted(EXPECTED)}
    rows: list[dict[str, object]] = []
    for name, anchor, anchor_days, window, closed, covered, outcome, possible, why in planted(ENDS):
        claim, role = claim_of[name]
        row: dict[str, object] = {"claim_id": claim, "expectation_id": name, "role": role, "anchor_id": anchor}
        row |= dict(zip(("anchor_lo", "anchor_hi"), both(anchor_days), strict=True))
        row |= dict(zip(("window_lo", "window_hi"), both(window), strict=True))
        row |= {
            "closed": closed == "yes" if closed else None,
            "coverage": float(Fraction(covered)) if "/" in covered else None,
        }
        rows.append(row | {"outcome": outcome, "outcome_possible": possible or outcome, "why": why})
    return rows


def scores() -> list[dict[str, object]]:
    """Per claim and role, fulfilment and gap: the mean of the credits that were worked out by hand."""
    rows: list[dict[str, object]] = []
    for claim, role, *lists in planted(SCORES):
        credit, best, worst = ([Fraction(value) for value in text.split()] for text in lists)
        check_by_loop(claim, role, credit, best, worst)
        row: dict[str, object] = {"claim_id": claim, "role": role}
        row |= {"fulfilment": mean(credit), "gap": mean(credit, less_from=1)}
        row |= {"gap_lo": mean(best, less_from=1), "gap_hi": mean(worst, less_from=1)}
        rows.append(row | {"scored_anchors": len(credit)})
    return rows


def corpus() -> list[dict[str, object]]:
    """Per role, the gap of the whole study: every claim that has one is one vote (worked out by hand)."""
    own = {
        "gap": float(Fraction(83, 192)),
        "gap_lo": float(Fraction(1891, 4800)),
        "gap_hi": float(Fraction(2507, 4800)),
    }
    other = dict.fromkeys(("gap", "gap_lo", "gap_hi"), float(Fraction(29, 80)))
    return [{"role": "own", **own, "claims": 5}, {"role": "other", **other, "claims": 4}]


def check_by_loop(claim: str, role: str, *hand: list[Fraction]) -> None:
    """Refuse to write a score that a plain loop over the outcomes does not give as well."""
    expected = {row[0]: row for row in planted(EXPECTED)}
    anchors: dict[str, list[tuple[Fraction, list[Fraction]]]] = {}
    for name, anchor, _, _, closed, _, outcome, possible, _ in planted(ENDS):
        row = expected[name]
        if (row[1], row[2]) != (claim, role):
            continue
        pairs_of_anchor = anchors.setdefault(anchor, [])
        if closed != "yes" or outcome == "unassessable":
            continue
        credit_of = {"fulfilled": Fraction(1), "partial": Fraction(row[15] or "0.5")}
        sure = credit_of.get(outcome, Fraction(0))
        other = credit_of.get(possible or outcome, Fraction(0))
        three = [sure, max(sure, other), min(sure, other)]
        pairs_of_anchor.append((Fraction(row[14]), three))
    for place, credits_by_hand in enumerate(hand):
        found = [
            sum(weight * three[place] for weight, three in one) / sum(weight for weight, _ in one)
            for one in anchors.values()
            if one
        ]
        if found != credits_by_hand:
            raise AssertionError(f"{claim}, {role}: by hand {credits_by_hand}, by loop {found}")


# ---- small things


def planted(table: str) -> list[list[str]]:
    """The rows of a planted table, cell by cell."""
    return [[cell.strip() for cell in line.split(" |")] for line in table.strip().splitlines()]


def declared(adds: str) -> list[tuple[str, list[str], str]]:
    """What a statement adds: claim, quarters, marks; ``s`` marks an occasion that straddles."""
    found: list[tuple[str, list[str], str]] = []
    for part in adds.split(", ") if adds != "-" else []:
        claim, where, *marks = part.split()
        found.append((claim, where.split("/"), marks[0] if marks else "s"))
    return found


def extra(cell: str) -> dict[str, object]:
    """The columns of ``name=value;name=value``; a note comes last and may hold ``;``."""
    before, _, note = cell.partition("note=")
    found: dict[str, object] = dict(part.split("=") for part in before.split(";") if part.strip())
    return found | ({"note": note} if note else {})


def named(header: str, values: tuple[object, ...]) -> dict[str, object]:
    """A row under the names of its columns."""
    return dict(zip(header.split(), values, strict=True))


def noted(note: object) -> str:
    """A note that says that the row is invented."""
    return f"{INVENTED}: {note}" if note else INVENTED


def both(text: str) -> tuple[str | None, str | None]:
    """First and last day of ``a..b``, or of one day."""
    first, _, last = text.partition("..")
    return first or None, last or first or None


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def within(day: date, stretch: tuple[date, date]) -> bool:
    """Whether a day lies in a stretch of days."""
    return stretch[0] <= day <= stretch[1]


def quarter_of(day: date) -> str:
    """The quarter of a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def exposed_days(quarter: str, gap: tuple[date, date]) -> int:
    """Days of a quarter outside a gap, counted one by one."""
    return sum(1 for day in days(START, AS_OF) if quarter_of(day) == quarter and not within(day, gap))


def mean(values: list[Fraction], *, less_from: int | None = None) -> float | None:
    """The mean, or what it lacks to a whole; nothing where there is no value."""
    if not values:
        return None
    found = sum(values, Fraction(0)) / len(values)
    return float(found if less_from is None else less_from - found)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
