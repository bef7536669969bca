"""Cleaning of typed text. What is stored keeps its characters; what is compared is made alike."""

from __future__ import annotations

import re
import unicodedata

#: Traditional characters with the simplified ones below them, for names, places and words of work. For search keys:
#: a person's name is stored as on the card.
_TRADITIONAL = (
    "張劉陳楊趙黃吳孫馬許謝韓馮鄧葉鄭蔣沈羅蕭賈鄒閻陸錢湯譚廖範盧姚鍾龔賴龍喬萬顧邱賀莊聶齊寶紀鮑費齡歐單蘇呂"
    "國華東軍偉強麗靜艷豔傑濤鵬輝鳳蘭蓮榮貴財興慶豐發興達遠進連運順應誠義禮智賢聖學習書畫詩詞語說話讀寫計記訂"
    "訓設許評識證詢該詳認讓議護譯變貝負貢責貨貫貧購貯貼賀資賓賣買賴賽贊贈車軟轉輪載輕輛輸農這還邊過選遺鄉鄰醫"
    "釀釘針鋼鐵銅鋁銀錫鎖鏡鐘鍋鏟鑽鑿錘銲焊門開關間閃閱闊陽陰隊階際險隨雞鴨鵝魚蝦豬貓養飯飲飼餅餐館驗驅駕騎驛"
    "體髮鬆麥麵點黨齒龜樹樓橋機權歡歷歸殘殺氣溝漁滿漢潔濕濟瀏灣災為無熱燈燒營爐牆獎獨獻環現瑪電畢異療瘋盡監盤"
    "眾碼磚礦礎礙社禎種稱積穩窮竊競筆節築簡籃糧紅紙細終組結給絕統絲經綠維網綫線緊編緣練縣縫總績織繩繪繼續纖罷"
    "羅職聯聰聲聽肅腦腳臉臨舉舊藝蘆藥術衛裝裡裏補製複見規視親覺觀觸號蟲蠶蠟詠語調談請課諾謀謙講謹譜警讚豈頂項"
    "順須預領頭頻題額顏願類風飛驢鬥魯鹽麗齋齊龐倉個們備傳債傷價億優儲兒內兩冊凍凱別劃劇劍創動務勝勞勢勳區協卻廠"
    "廳歷壓厲參雙員問啟喪嘆嚴嚐圍園圓圖團坡執堅堆報場塊墊墳壞壩壯壽夢夥夾奪奮婦媽嬸孃孝學寧實審寫寬導專將對尋屆"
    "屬島嶺嶽巖幣師帶幫幹廢廣廬彌彈後從復徵徹恆悅惡惠愛態慣慮憲懷戀戲戶採掃掛揚換損搶撿擇擊擔據擠擬擴擺攜攝敗敵"
    "數斷時晉曉暫曆條來極樣標棟棧榮構樂歲殼毀氈決沒況淚淨淺測渾湧準滅滾漲漸潤澤濃燦牽狀猶獲獸瓊產療發皺盃睜確禍"
    "禿稅穀竈範籌類紋純綁縮罰習聖膚膠臺臥艙蒼蓋蕩薑虛蠻衝裝褲訊誤誰諸諮譽貞貿賬賞賠賺趕趙跡踐躍輔輯辦辭遞遷適鄒"
    "鉗鉛鈞鈴銷鋒鋸錄錦鍛鍵鑄鑒閘閥隱雜離難雲霧靈靜響頓顧飾飽餓駁駐駝騙騰驚髒鬧鮮鯉鳥鳴鴻鷹黴韋葦偉緯瑋煒禕曄燁"
    "勛勲堯瑤珎瓏嵐崗峯嬌嬋嫻娛姍孌妝婭婁寵岡穎潁頡贇贛贏鑫銘鎮鏗鍇鑑鈺釗閔閏闖闕隴韞韻頊頌頤顯颯馳駿驍驤鴛鴦鶴鷺"
    "業廚紡紉繡澆纜鉚塗噴檢駛嬰錶簽佔會長爾麼闆藍萊蘋薩蔔蕓菸煙樸楓楨樺檸晝暉曠昇淵漣潛瀟瀾濱滄溫涼沖濰匯繆緒"
    "綺縉綸綱紹紛納級約綜繫賦駱騫驊駒騏驪鵑鷗鶯翹薔藹誌諒誼訪貽趨轅遲邁遼鄔鄺酈釋錚錕銳鏢鐸鍊煉閆闞陝隸霽靚飄"
    "饒騁侶倫僑儀儉儼勵勻厭嘯嗎囑壇壘壟夠奧姪媧嬈峽嶄帥幾庫廟徑憶戰撥撲撐擋攔攤攬斂暢曬檔櫃欄欽滬澇潑灑爺獅獵"
    "璽畝瘡癢盜硯禱窩筍篤糞糾紮緞縷羨脅脈腫膽臘艦莢葷蔭薦蘿虧衆襯覓誕謐賒軌軸較遜鄆醞醬鉤鋪鍬鎬鏈鐮鑰閑闡陣鞏"
    "饃騾驟鬱鴿鵪鶉鹼麩賤蔥薺繭紐絨綢緩訴試診論諧賊賜隻鞦馴驕雋"
)
_SIMPLIFIED = (
    "张刘陈杨赵黄吴孙马许谢韩冯邓叶郑蒋沈罗萧贾邹阎陆钱汤谭廖范卢姚钟龚赖龙乔万顾邱贺庄聂齐宝纪鲍费龄欧单苏吕"
    "国华东军伟强丽静艳艳杰涛鹏辉凤兰莲荣贵财兴庆丰发兴达远进连运顺应诚义礼智贤圣学习书画诗词语说话读写计记订"
    "训设许评识证询该详认让议护译变贝负贡责货贯贫购贮贴贺资宾卖买赖赛赞赠车软转轮载轻辆输农这还边过选遗乡邻医"
    "酿钉针钢铁铜铝银锡锁镜钟锅铲钻凿锤焊焊门开关间闪阅阔阳阴队阶际险随鸡鸭鹅鱼虾猪猫养饭饮饲饼餐馆验驱驾骑驿"
    "体发松麦面点党齿龟树楼桥机权欢历归残杀气沟渔满汉洁湿济浏湾灾为无热灯烧营炉墙奖独献环现玛电毕异疗疯尽监盘"
    "众码砖矿础碍社祯种称积稳穷窃竞笔节筑简篮粮红纸细终组结给绝统丝经绿维网线线紧编缘练县缝总绩织绳绘继续纤罢"
    "罗职联聪声听肃脑脚脸临举旧艺芦药术卫装里里补制复见规视亲觉观触号虫蚕蜡咏语调谈请课诺谋谦讲谨谱警赞岂顶项"
    "顺须预领头频题额颜愿类风飞驴斗鲁盐丽斋齐庞仓个们备传债伤价亿优储儿内两册冻凯别划剧剑创动务胜劳势勋区协却厂"
    "厅历压厉参双员问启丧叹严尝围园圆图团坡执坚堆报场块垫坟坏坝壮寿梦伙夹夺奋妇妈婶娘孝学宁实审写宽导专将对寻届"
    "属岛岭岳岩币师带帮干废广庐弥弹后从复征彻恒悦恶惠爱态惯虑宪怀恋戏户采扫挂扬换损抢捡择击担据挤拟扩摆携摄败敌"
    "数断时晋晓暂历条来极样标栋栈荣构乐岁壳毁毡决没况泪净浅测浑涌准灭滚涨渐润泽浓灿牵状犹获兽琼产疗发皱杯睁确祸"
    "秃税谷灶范筹类纹纯绑缩罚习圣肤胶台卧舱苍盖荡姜虚蛮冲装裤讯误谁诸咨誉贞贸账赏赔赚赶赵迹践跃辅辑办辞递迁适邹"
    "钳铅钧铃销锋锯录锦锻键铸鉴闸阀隐杂离难云雾灵静响顿顾饰饱饿驳驻驼骗腾惊脏闹鲜鲤鸟鸣鸿鹰霉韦苇伟纬玮炜祎晔烨"
    "勋勋尧瑶珍珑岚岗峰娇婵娴娱姗娈妆娅娄宠冈颖颍颉赟赣赢鑫铭镇铿锴鉴钰钊闵闰闯阙陇韫韵顼颂颐显飒驰骏骁骧鸳鸯鹤鹭"
    "业厨纺纫绣浇缆铆涂喷检驶婴表签占会长尔么板蓝莱苹萨卜芸烟烟朴枫桢桦柠昼晖旷升渊涟潜潇澜滨沧温凉冲潍汇缪绪"
    "绮缙纶纲绍纷纳级约综系赋骆骞骅驹骐骊鹃鸥莺翘蔷蔼志谅谊访贻趋辕迟迈辽邬邝郦释铮锟锐镖铎炼炼闫阚陕隶霁靓飘"
    "饶骋侣伦侨仪俭俨励匀厌啸吗嘱坛垒垄够奥侄娲娆峡崭帅几库庙径忆战拨扑撑挡拦摊揽敛畅晒档柜栏钦沪涝泼洒爷狮猎"
    "玺亩疮痒盗砚祷窝笋笃粪纠扎缎缕羡胁脉肿胆腊舰荚荤荫荐萝亏众衬觅诞谧赊轨轴较逊郓酝酱钩铺锹镐链镰钥闲阐阵巩"
    "馍骡骤郁鸽鹌鹑碱麸贱葱荠茧纽绒绸缓诉试诊论谐贼赐只秋驯骄隽"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
#: Signs that people use for the dot between the parts of a name.
_DOTS = re.compile(r"\s*[·•‧・･∙⋅●．]\s*")
_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
#: Zero-width and direction signs that come along with a paste.
_INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean_line(text: str) -> str:
    """Return one line of text: composed (NFC), without control and invisible characters, spaces collapsed."""
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in composed).split())


def half_width(text: str) -> str:
    """Return a number or a code as a Chinese keyboard writes it, ８．５ or ＡＢ－１, in narrow signs.

    For what is read as a number or a code; words keep their characters.
    """
    return unicodedata.normalize("NFKC", text).strip()


def clean_name(text: str) -> str:
    """Return a name as it is stored: one line, one kind of middle dot, no spaces between Han characters.

    王 明 and 王　明 (padded on forms to three places) are 王明. Latin names keep their spaces.
    """
    return _SPACE_BETWEEN_HAN.sub("", _DOTS.sub("·", clean_line(text)))


def to_simplified(text: str) -> str:
    """Replace the traditional characters that occur in names and words of work. For search keys only."""
    return text.translate(_TO_SIMPLIFIED)


def search_key(text: str) -> str:
    """Return what is compared: NFKC, lower case, simplified, letters and digits only. Idempotent; never raises."""
    alike = to_simplified(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    return "".join(char for char in alike if char.isalnum())
